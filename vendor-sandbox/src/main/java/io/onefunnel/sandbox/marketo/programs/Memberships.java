package io.onefunnel.sandbox.marketo.programs;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who is in which program, and in what status. Guarded by its owner. */
public final class Memberships {
    /** One person's place in one program. */
    public static final class Member {
        final int id;
        final int programId;
        final Instant since;
        final Map<String, String> customFields = new LinkedHashMap<>();
        public Channels.Status status;
        public Instant updatedAt;

        @Nullable
        Instant successAt;

        Member(int id, int programId, Channels.Status status, Instant at) {
            this.id = id;
            this.programId = programId;
            this.status = status;
            this.since = at;
            this.updatedAt = at;
        }
    }

    private final Map<Integer, TreeMap<Integer, Member>> byProgram = new TreeMap<>();
    private int nextMember = 3_240_001;

    Optional<Member> find(int programId, int leadId) {
        return Optional.ofNullable(members(programId).get(leadId));
    }

    public TreeMap<Integer, Member> members(int programId) {
        return byProgram.computeIfAbsent(programId, id -> new TreeMap<>());
    }

    Member join(int programId, int leadId, Channels.Status status, Instant at) {
        Member member = new Member(nextMember++, programId, status, at);
        members(programId).put(leadId, member);
        return member;
    }

    List<Integer> programsOf(int leadId) {
        return byProgram.entrySet().stream()
                .filter(each -> each.getValue().containsKey(leadId))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A merge combines memberships; of two in one program the further status stays. */
    public void move(int loserId, int winnerId) {
        for (TreeMap<Integer, Member> members : byProgram.values()) {
            Member moved = members.remove(loserId);
            if (moved == null) continue;
            members.merge(winnerId, moved, (held, other) -> held.status.step() >= other.status.step() ? held : other);
        }
    }

    public void drop(int leadId) {
        byProgram.values().forEach(members -> members.remove(leadId));
    }
}
