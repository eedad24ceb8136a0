-- Under which lease a run works: one that never ended and whose lease nobody holds any more died with its process.
alter table run add column lease text collate "C", add column lease_epoch bigint;
