package io.onefunnel.sample.company;

import io.onefunnel.sandbox.hubspot.HubSpotData;
import io.onefunnel.sandbox.salesforce.SalesforceData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sample company's sales team, known to Salesforce and HubSpot by the same addresses. */
final class Staff {
    static final String DOMAIN = "quietline-instruments.com";

    private final List<List<StaffMember>> byRoleAndPlace = new ArrayList<>();
    private final StaffMember queue;
    private final StaffMember leaver;

    private Staff(List<StaffMember> all, StaffMember queue, StaffMember leaver) {
        for (StaffMember.Role role : StaffMember.Role.values())
            for (Country.Place place : Country.Place.values())
                byRoleAndPlace.add(all.stream()
                        .filter(member -> member.role() == role && member.place() == place)
                        .toList());
        this.queue = queue;
        this.leaver = leaver;
    }

    static Staff hire(
            int people, Words words, SeededRandom random, Instant since, SalesforceData org, HubSpotData portal) {
        Hiring hiring = new Hiring(words, random, since, org, portal);
        List<StaffMember> team = new ArrayList<>();
        int sdrs = Math.max(6, Math.min(40, people / 150));
        int reps = Math.max(5, Math.min(24, people / 250));
        for (Country.Place place : Country.Place.values()) {
            StaffMember manager = hiring.hire(StaffMember.Role.MANAGER, place, StaffMember.Pace.NORMAL, true, "");
            team.add(manager);
            for (int i = 0; i < share(sdrs, place); i++)
                team.add(hiring.hire(StaffMember.Role.SDR, place, pace(team.size()), true, manager.userId()));
            for (int i = 0; i < share(reps, place); i++)
                team.add(hiring.hire(StaffMember.Role.REP, place, pace(team.size() + 1), true, manager.userId()));
        }
        StaffMember leaver =
                hiring.hire(StaffMember.Role.SDR, Country.Place.AMERICAS, StaffMember.Pace.SLOW, false, "");
        return new Staff(team, hiring.queue(), leaver);
    }

    /** Who works a company's people: by place, then by the company, so that colleagues share one SDR and one rep. */
    StaffMember of(StaffMember.Role role, Country.Place place, int company) {
        List<StaffMember> there = byRoleAndPlace.get(role.ordinal() * Country.Place.values().length + place.ordinal());
        return there.get(company % there.size());
    }

    StaffMember queue() {
        return queue;
    }

    /** The SDR who left, whose leads nobody took over. */
    StaffMember leaver() {
        return leaver;
    }

    private static int share(int heads, Country.Place place) {
        double part = place == Country.Place.AMERICAS ? 0.5 : place == Country.Place.BRITAIN ? 0.2 : 0.3;
        return Math.max(2, (int) Math.round(heads * part));
    }

    /** Every team has the four kinds, fast ones more often. */
    private static StaffMember.Pace pace(int place) {
        StaffMember.Pace[] kinds = {
            StaffMember.Pace.FAST, StaffMember.Pace.NORMAL, StaffMember.Pace.NEVER, StaffMember.Pace.FAST,
            StaffMember.Pace.SLOW, StaffMember.Pace.NORMAL, StaffMember.Pace.FAST, StaffMember.Pace.NORMAL
        };
        return kinds[place % kinds.length];
    }

    private record Hiring(
            Words words,
            SeededRandom random,
            Instant since,
            SalesforceData org,
            HubSpotData portal,
            Set<String> taken) {
        Hiring(Words words, SeededRandom random, Instant since, SalesforceData org, HubSpotData portal) {
            this(words, random, since, org, portal, new HashSet<>());
        }

        StaffMember hire(
                StaffMember.Role role, Country.Place place, StaffMember.Pace pace, boolean active, String managerId) {
            String first;
            String last;
            String email;
            do {
                first = random.pick(words.list("en.first"));
                last = random.pick(words.list("en.last"));
                email = Spelling.ascii(first) + "." + Spelling.ascii(last) + "@" + DOMAIN;
            } while (!taken.add(email));
            Map<String, String> user = new LinkedHashMap<>();
            user.put("FirstName", first);
            user.put("LastName", last);
            user.put("Name", first + " " + last);
            user.put("Username", email);
            user.put("Email", email);
            user.put("Title", title(role));
            user.put("IsActive", Boolean.toString(active));
            user.put("UserType", "Standard");
            user.put("TimeZoneSidKey", place.zone);
            if (!managerId.isEmpty()) user.put("ManagerId", managerId);
            user.put("CreatedDate", Stamp.salesforce(since.getEpochSecond()));
            user.put("SystemModstamp", Stamp.salesforce(since.getEpochSecond()));
            return new StaffMember(
                    first + " " + last,
                    email,
                    role,
                    place,
                    pace,
                    pace == StaffMember.Pace.FAST ? 7 : random.between(2, 5),
                    active,
                    org.insert("User", user),
                    portal.owner(email, first, last));
        }

        StaffMember queue() {
            String id = org.insert("Group", Map.of("Name", "Inbound queue", "Type", "Queue"));
            return new StaffMember(
                    "Inbound queue",
                    "",
                    StaffMember.Role.QUEUE,
                    Country.Place.AMERICAS,
                    StaffMember.Pace.NEVER,
                    0,
                    true,
                    id,
                    "");
        }

        private static String title(StaffMember.Role role) {
            return switch (role) {
                case SDR -> "Sales Development Representative";
                case REP -> "Account Executive";
                case MANAGER -> "Sales Development Manager";
                case QUEUE -> "Queue";
            };
        }
    }
}
