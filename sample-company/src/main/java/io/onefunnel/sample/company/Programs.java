package io.onefunnel.sample.company;

import io.onefunnel.sandbox.marketo.MarketoData;
import io.onefunnel.sandbox.salesforce.SalesforceData;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The campaigns of two years: three requests on the web site at any time, and something new in every quarter. */
final class Programs {
    private final List<Program> all;

    private Programs(List<Program> all) {
        this.all = List.copyOf(all);
    }

    static Programs launch(
            long from, long to, Words words, SeededRandom random, SalesforceData org, MarketoData instance) {
        Launch launch = new Launch(from, to, random, org, instance, new ArrayList<>());
        launch.run(Offer.DEMO, "Demo request", from, to);
        launch.run(Offer.PRICING, "Pricing request", from, to);
        launch.run(Offer.EXPERT, "Talk to an expert", from, to);
        String[] topics = words.list("topic");
        String[] events = words.list("event");
        long quarter = (to - from) / 8;
        for (int i = 0; i < 8; i++) {
            long start = from + i * quarter;
            int year = LocalDate.ofInstant(Instant.ofEpochSecond(start), ZoneOffset.UTC)
                    .getYear();
            String topic = topics[i % topics.length];
            launch.run(Offer.WEBINAR, "Webinar: " + topic, start, start + quarter);
            launch.run(Offer.CONTENT, "Guide: " + topics[(i + 3) % topics.length] + ", part " + (i + 1), start, to);
            launch.run(Offer.EVENT, events[i % events.length] + " " + year, start, start + quarter);
        }
        return new Programs(launch.all());
    }

    /** A program of this kind that runs at the moment; there always is one. */
    Program at(Offer offer, long at, SeededRandom random) {
        List<Program> running = all.stream()
                .filter(program -> program.offer() == offer && program.runsAt(at))
                .toList();
        return running.get(random.below(running.size()));
    }

    private record Launch(
            long from, long to, SeededRandom random, SalesforceData org, MarketoData instance, List<Program> all) {
        void run(Offer offer, String name, long starts, long ends) {
            long cost = offer == Offer.EVENT
                    ? 1000L * random.between(18, 60)
                    : offer.asksToTalk ? 1000L * random.between(40, 90) : 1000L * random.between(3, 15);
            Map<String, String> campaign = new LinkedHashMap<>();
            campaign.put("Name", name);
            campaign.put("Type", offer.campaignType);
            campaign.put("Status", ends < to ? "Completed" : "In Progress");
            campaign.put("IsActive", Boolean.toString(ends >= to));
            campaign.put("StartDate", Stamp.day(starts));
            campaign.put("EndDate", Stamp.day(ends));
            campaign.put("ActualCost", Long.toString(cost));
            campaign.put("BudgetedCost", Long.toString(cost));
            campaign.put("CreatedDate", Stamp.salesforce(starts));
            campaign.put("SystemModstamp", Stamp.salesforce(starts));
            all.add(new Program(
                    name,
                    offer,
                    starts,
                    ends,
                    cost,
                    org.insert("Campaign", campaign),
                    instance.program(name, offer.channel, Instant.ofEpochSecond(starts))));
        }
    }
}
