-- Searches look for external keys in the namespaces of all streets; a digest contains its namespace.
ALTER TABLE import_key ADD KEY ix_import_key_digest (external_key);
