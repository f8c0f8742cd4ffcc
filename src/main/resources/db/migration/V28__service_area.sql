-- The sweep of merged divisions looks for members who are ready to serve there.
ALTER TABLE member_service_area ADD KEY ix_member_service_area_division (division_path);
