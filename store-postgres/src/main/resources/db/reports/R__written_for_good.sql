create or replace view written_for_good as
select connection, what, count(*) as written
from (
    select split_part(survivor, '/', 1) as connection, 'merge' as what from merge_proposal where state = 'MERGED'
    union all
    select c.name, case i.command_type
            when 'CreateTask' then 'task' when 'PublishOutcome' then 'event' when 'Reassign' then 'owner' else 'link' end
    from intent i join connection c on c.no = i.connection_no
    where i.command_type in ('CreateTask', 'PublishOutcome', 'Reassign', 'LinkReferral') and i.outcome_type = 'Written'
) done
group by connection, what order by connection, what;
comment on view written_for_good is
    'Report: merges, tasks, events, links and changes of owner that stay when OneFunnel goes. One row for each connection and what was written there';
