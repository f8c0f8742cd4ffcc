-- Rights of the service's database account: it may append to the ledger, but not change or delete
-- its rows. Run as a database administrator after the migrations, and again after each upgrade. The
-- migration account (MICROWISH_DB_MIGRATION_USER) is another one, with all rights on the schema.
--
-- The account must exist:  CREATE USER 'microwish_api'@'%' IDENTIFIED BY '…';
-- Replace the schema microwish and the account if yours have other names.

-- Append-only tables.
GRANT SELECT, INSERT ON microwish.ledger_entry TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.ledger_leaf TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.ledger_tile TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.ledger_checkpoint TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.ledger_key TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.ledger_cosignature TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.posting TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.serial_number TO 'microwish_api'@'%';

-- Mutable tables of the ledger.
GRANT SELECT, INSERT, DELETE ON microwish.ledger_queue TO 'microwish_api'@'%';
GRANT SELECT, UPDATE ON microwish.ledger_head TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE ON microwish.ledger_cursor TO 'microwish_api'@'%';
GRANT SELECT, UPDATE ON microwish.ledger_lease TO 'microwish_api'@'%';

-- All other tables.
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.division TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.organisation TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.organisation_name TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.member TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.member_skill TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.member_service_area TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.openness TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.check_in TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.subcategory TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.people_group TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.group_membership TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.station TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.station_attendant TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.station_space TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.station_booking TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.station_slot TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.station_figure TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.demand TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.demand_support TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.calendar_day TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.calendar_import TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.wish TO 'microwish_api'@'%';
GRANT SELECT, INSERT, DELETE ON microwish.wish_gram TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.claim TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.claim_participant TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.claim_participant_past TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.claim_declined TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.claim_quota TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.matching_plan TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.matching_plan_pair TO 'microwish_api'@'%';
GRANT SELECT, INSERT, DELETE ON microwish.matching_plan_unserved TO 'microwish_api'@'%';
GRANT SELECT, INSERT, DELETE ON microwish.matching_plan_load TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.matching_plan_sending TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.invitation TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.note TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.meeting TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.follow_up TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.rating TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.evidence TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.external_reference TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.import_row TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.wish_report TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.inbox_item TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.inbox_read TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.reminder TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.message_consent TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.outbox_message TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.webhook TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.webhook_secret TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.webhook_delivery TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.webhook_attempt TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE ON microwish.wish_hiding TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE ON microwish.duty_quarter TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.guardian_consent TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.erasure TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.legal_hold TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.vault_key TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.vault_value TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.vault_opening TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.vault_pseudonym TO 'microwish_api'@'%';
GRANT SELECT, INSERT ON microwish.personal_read TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE ON microwish.opening_count TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.account TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.token_epoch TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.login_session TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.refresh_token TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.wechat_login TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.binding_code TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.browser_code TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.idempotency TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.attempt TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.moderation TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.wechat_push TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.import_job TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.import_error TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.import_key TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.vault_import TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.statistics_generation TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.statistics_figures TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.statistics_month TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.statistics_fault TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.sample_batch TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.sample_load TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.sample_row TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.client TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.client_secret TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.client_assertion TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.staff_login TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.staff_invitation TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.staff_recovery_code TO 'microwish_api'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON microwish.bootstrap_secret TO 'microwish_api'@'%';
GRANT SELECT ON microwish.flyway_schema_history TO 'microwish_api'@'%';
