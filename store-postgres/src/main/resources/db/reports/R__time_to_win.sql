create or replace view time_to_win as
select p.id as person, e.at as first_exchange_at, w.at as won_at,
    ((w.at at time zone 'UTC')::date - (e.at at time zone 'UTC')::date)::bigint as days
from stage_reached w
join stage_reached e on e.person_no = w.person_no and e.stage = 'EXCHANGE'
join person p on p.no = w.person_no
-- A win long before the first Exchange was not brought about by it; a few days are how late a deal or a form is entered.
where w.stage = 'CLOSED_WON' and e.at < w.at + interval '7 days' order by w.at, p.id;
comment on view time_to_win is
    'Report: days from the first Exchange to the first win. One row for each person who was won';
