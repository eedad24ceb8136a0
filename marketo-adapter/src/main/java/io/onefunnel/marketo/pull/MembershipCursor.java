package io.onefunnel.marketo.pull;

import org.jspecify.annotations.Nullable;

/**
 * How far the memberships have been read that are older than the log of activities. Programs are browsed by offset.
 *
 * @param before memberships and successes of earlier dates are told, later ones stand in the log; in epoch seconds
 * @param offset of a page of programs
 * @param index of a program in that page
 * @param token of the next page of its members; empty for the first
 * @param extraction of its members, where they are too many to be asked for
 */
record MembershipCursor(
        long before,
        int offset,
        int index,
        String token,
        @Nullable Extraction extraction) {
    static MembershipCursor before(long instant) {
        return new MembershipCursor(instant, 0, 0, "", null);
    }

    MembershipCursor page(String next) {
        return new MembershipCursor(before, offset, index, next, null);
    }

    MembershipCursor extracting(Extraction next) {
        return new MembershipCursor(before, offset, index, "", next);
    }

    MembershipCursor nextProgram() {
        return new MembershipCursor(before, offset, index + 1, "", null);
    }

    MembershipCursor nextPrograms(int more) {
        return new MembershipCursor(before, offset + more, 0, "", null);
    }
}
