create or replace view referral_summary as
select count(*) filter (where referrer is not null) as linked,
    count(*) filter (where referrer is not null and (attribution #>> '{referral,suggested}')::boolean) as suggested
from decision;
comment on view referral_summary is
    'Report: people with a referrer, and how many of them were found by the rule. One row';
