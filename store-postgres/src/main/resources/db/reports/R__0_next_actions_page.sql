create or replace view next_actions_page as
select p.id as person, d.decision #>> '{next,text}' as next_action
from person p join decision d on d.person_no = p.no;
comment on view next_actions_page is
    'Page: what is to be done next. One row a person who was decided on';
