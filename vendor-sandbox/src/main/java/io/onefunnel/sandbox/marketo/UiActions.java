package io.onefunnel.sandbox.marketo;

import io.onefunnel.sandbox.marketo.leads.LeadRemovals;
import io.onefunnel.sandbox.marketo.programs.Campaigns;
import io.onefunnel.sandbox.marketo.programs.Channels;
import io.onefunnel.sandbox.marketo.programs.Programs;
import io.onefunnel.sandbox.marketo.store.Lead;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.marketo.store.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What people do in Marketo's screens, and in those of a CRM that is synced natively: no call is counted. */
final class UiActions {
    private final LeadDatabase database;
    private final LeadRemovals removals;
    private final Programs programs;
    private final Channels channels;
    private final Campaigns campaigns;

    UiActions(LeadDatabase database, LeadRemovals removals, Programs programs, Channels channels, Campaigns campaigns) {
        this.database = database;
        this.removals = removals;
        this.programs = programs;
        this.channels = channels;
        this.campaigns = campaigns;
    }

    Map<String, String> does(String action, Map<String, String> arguments) {
        return switch (action) {
            case "delete" -> delete(live(number(arguments, "id")));
            case "merge" -> merge(live(number(arguments, "winner")), ids(arguments, "losers"));
            case "merge-in-crm" -> mergeInCrm(argument(arguments, "winner"), argument(arguments, "loser"));
            case "program" ->
                id(programs.create(argument(arguments, "name"), argument(arguments, "channel"), database.now()));
            case "status" -> status(arguments);
            case "campaign" -> campaign(arguments);
            default ->
                throw new IllegalArgumentException("marketo knows no action \"" + action
                        + "\", but delete, merge, merge-in-crm, program, status and campaign");
        };
    }

    Map<String, String> delete(Lead lead) {
        removals.deleteNow(lead, Origin.screen());
        return id(lead.id());
    }

    Map<String, String> merge(Lead winner, List<Long> loserIds) {
        List<Lead> losers = new ArrayList<>();
        for (long loser : loserIds) losers.add(live(loser));
        return id(removals.mergeNow(winner, losers, Origin.screen(), false).id());
    }

    Lead live(long id) {
        return database.leads()
                .find(Math.toIntExact(id))
                .orElseThrow(() -> new IllegalArgumentException("no lead " + id));
    }

    /**
     * Somebody merged two leads or two contacts in the CRM, and the native sync follows: the leads that stand for them
     * are merged as well, and a lead that stood for the loser alone stands for the winner from now on.
     */
    private Map<String, String> mergeInCrm(String winnerCrmId, String loserCrmId) {
        for (String field : List.of("sfdcContactId", "sfdcLeadId")) {
            List<Lead> winners = database.leads().by(field, winnerCrmId);
            List<Lead> losers = new ArrayList<>(database.leads().by(field, loserCrmId));
            if (losers.isEmpty()) continue;
            if (winners.isEmpty()) {
                losers.forEach(lead -> database.change(lead, Map.of(field, winnerCrmId), Origin.crm()));
                return id(losers.get(0).id());
            }
            Lead survivor = winners.get(0);
            losers.remove(survivor);
            return id(removals.mergeNow(survivor, losers, Origin.crm(), true).id());
        }
        throw new IllegalArgumentException("no lead stands for the CRM's record " + loserCrmId);
    }

    private Map<String, String> status(Map<String, String> arguments) {
        channels.addStatus(
                argument(arguments, "name"), Boolean.parseBoolean(arguments.getOrDefault("success", "false")));
        return Map.of();
    }

    private Map<String, String> campaign(Map<String, String> arguments) {
        int program = arguments.containsKey("program") ? Math.toIntExact(number(arguments, "program")) : 0;
        boolean trigger = arguments.getOrDefault("type", "trigger").equals("trigger");
        boolean active = Boolean.parseBoolean(arguments.getOrDefault("active", "true"));
        String tokens = arguments.getOrDefault("tokens", "");
        Set<String> names = tokens.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(tokens.split(",")));
        return id(campaigns.add(argument(arguments, "name"), trigger, active, program, names));
    }

    private static List<Long> ids(Map<String, String> arguments, String name) {
        return Arrays.stream(argument(arguments, name).split(","))
                .map(each -> Long.valueOf(each.trim()))
                .toList();
    }

    private static long number(Map<String, String> arguments, String name) {
        return Long.parseLong(argument(arguments, name));
    }

    private static String argument(Map<String, String> arguments, String name) {
        String value = arguments.get(name);
        if (value == null || value.isEmpty())
            throw new IllegalArgumentException("the argument \"" + name + "\" is missing");
        return value;
    }

    private static Map<String, String> id(int id) {
        return Map.of("id", Integer.toString(id));
    }
}
