package io.onefunnel.hubspot.pull;

import io.onefunnel.hubspot.client.HubSpotObjects.Span;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.pull.PullCursor.Step;
import io.onefunnel.hubspot.pull.PullCursor.TypeState;

/** Which step a type begins a round with, and which follows which: the bin and all ids have a slower rhythm of their own. */
final class PullSchedule {
    private final PullOptions options;

    PullSchedule(PullOptions options) {
        this.options = options;
    }

    TypeState first(MappedType type, TypeState state, long now) {
        // Owners and lists know by what their last round left behind what is new to them.
        if (type.isOwners() || type.isOfList()) return state.step(Step.LIST).page(state.after());
        // An event of an object is rare among its objects: searching for it costs less than listing them all.
        if (state.upTo() == 0 && type.isObject() && !type.isEventOfObject()) return state.step(Step.LIST);
        long from = Math.max(0, state.upTo() - options.overlap().toMillis());
        if (type.isOfForm()) return state.window(new Span(from, now));
        long to = now - options.settle().toMillis();
        return to > from ? state.window(new Span(from, to)) : afterWindow(type, state, now);
    }

    TypeState afterWindow(MappedType type, TypeState state, long begun) {
        if (type.isEventOfObject()) return state.step(Step.DONE);
        boolean binDue = begun - state.scanned() >= options.deletedScan().toMillis();
        return binDue ? state.step(Step.ARCHIVED) : afterBin(type, state, begun);
    }

    TypeState afterBin(MappedType type, TypeState state, long begun) {
        long rhythm = options.reconcile().toMillis();
        boolean due = type.isMain() && rhythm > 0 && begun - state.reconciled() >= rhythm;
        return state.step(due ? Step.RECONCILE : Step.DONE);
    }
}
