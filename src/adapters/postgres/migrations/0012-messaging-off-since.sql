-- Since when a brand has messaging off: what waited for it long asks the agents once it is on again. Null where it is on,
-- or was off before this was kept. Older code may go on running on it.
alter table brand add column messaging_off_since instant;
