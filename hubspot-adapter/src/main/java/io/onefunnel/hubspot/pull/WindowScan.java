package io.onefunnel.hubspot.pull;

import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.ObjectPage;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.pull.PendingIds.Stretch;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.call.Parallel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads one closed window of the modification stamp in the order of ids, from several places at once: search allows
 * five calls a second whatever they take, so that one after the other would be slower as soon as an answer takes 200 ms.
 *
 * <p>Search allows one sort rule, ends at 10,000 results, and many rows may have one stamp (guide "search the CRM").
 * Each request therefore asks for the ids above the last one read. Where to begin in the middle is learned from a page
 * some thousand results further on, which is read like any other: no call is spent on looking. What a page holds is cut
 * out of the unread ids, and the rest is asked for until the vendor says that nothing is left; rows that come or go
 * while the scan is under way move no other row out of sight.
 */
final class WindowScan {
    /** A window's pages are delivered together from this many rows on, which one association call then serves. */
    static final int ROWS_TOGETHER = 1_000;

    private static final long LONG = 2L * ROWS_TOGETHER;
    private static final int PAGE = HubSpotObjects.SEARCH_PAGE;
    /** A search shows no more than 10,000 results: this is the last whole page. */
    private static final int FARTHEST = 9_800;
    /** So many rows may lie ready before nothing more is asked for. */
    private static final int READY = 4 * ROWS_TOGETHER;
    /** Below this many pages a stretch is not worth another request beside the one it has. */
    private static final int WORTH_SHARING = 4;

    /** What is asked of the vendor. */
    @FunctionalInterface
    interface Source {
        ObjectPage search(long above, long below, int offset);
    }

    /** Rows, and what is unread once they are stored. */
    record Rows(List<ObjectPage> pages, List<Stretch> unread) {}

    private record Request(Stretch stretch, int offset) {
        long firstRank() {
            return stretch.rank() + offset + 1;
        }
    }

    private record Answer(Request request, ObjectPage page) {}

    private final Source source;
    private final Parallel parallel;
    /** What no answer has covered yet: where to ask. */
    private final PendingIds unread;
    /** What no delivered row has covered yet: where somebody else would have to go on. */
    private final PendingIds undelivered;

    private final Deque<Answer> ready = new ArrayDeque<>();
    private final Set<Long> startsAsked = new HashSet<>();
    private int readyRows;
    private int underWay;
    /** The ranks at which requests under way begin in the middle. */
    private final TreeSet<Long> middles = new TreeSet<>();

    private boolean expected;
    private @Nullable RuntimeException failure;

    WindowScan(Source source, Parallel parallel, Collection<Stretch> unread) {
        this.source = source;
        this.parallel = parallel;
        this.unread = new PendingIds(unread);
        undelivered = new PendingIds(unread);
    }

    /**
     * The next rows; nothing is unread after the last ones.
     *
     * @param more whether more will be asked for for sure, so that requests may be under way afterwards; a long scan
     *     expects it by itself
     */
    synchronized Rows next(boolean more) {
        expected |= more;
        ask();
        while (!isEnough()) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw AdapterException.interrupted("a scan of HubSpot", e);
            }
        }
        if (ready.isEmpty() && failure != null) throw failure;
        List<ObjectPage> pages = new ArrayList<>();
        int rows = 0;
        while (!ready.isEmpty() && (rows < ROWS_TOGETHER || !goesOn())) {
            Answer answer = ready.removeFirst();
            cover(undelivered, answer);
            pages.add(answer.page());
            rows += answer.page().objects().size();
        }
        readyRows -= rows;
        ask();
        return new Rows(pages, undelivered.all());
    }

    /** Whether so much is unread that somebody who began to read will hardly stop here. */
    synchronized boolean isLong() {
        return unread.records() + readyRows > LONG;
    }

    private boolean goesOn() {
        return expected || isLong();
    }

    private boolean isEnough() {
        if (failure != null || unread.isEmpty()) return true;
        return readyRows >= ROWS_TOGETHER && (goesOn() || underWay == 0);
    }

    /** Starts what may be under way now. */
    private void ask() {
        if (failure != null) return;
        int wanted = (goesOn() ? READY : ROWS_TOGETHER) - readyRows;
        int most = Math.min(Portal.SEARCHES, (wanted + PAGE - 1) / PAGE);
        for (Stretch stretch : unread.all()) {
            if (underWay >= most) return;
            if (!reachesMiddle(stretch) && startsAsked.add(stretch.above())) start(new Request(stretch, 0));
        }
        if (middles.isEmpty() && underWay < most) unread.longest().ifPresent(longest -> share(longest, most));
    }

    /**
     * Whether its next page would end where another request is about to begin, or after that: only with that one's first
     * id as its end can the vendor say that nothing is left between the two.
     */
    private boolean reachesMiddle(Stretch stretch) {
        Long next = middles.higher(stretch.rank());
        return next != null && next <= stretch.rank() + PAGE + 1;
    }

    /** Begins in the middle of a stretch too, at whole pages, so that each part ends with a full one. */
    private void share(Stretch stretch, int most) {
        // Nothing is known of an uncounted stretch before its first page.
        if (stretch.belowRank() == HubSpotObjects.NO_END) return;
        long pages = stretch.records() / PAGE;
        int parts = (int) Math.min((long) most - underWay + 1, pages / WORTH_SHARING);
        if (parts < 2) return;
        long step = Math.min(pages / parts, FARTHEST / PAGE / (parts - 1)) * PAGE;
        for (int part = 1; part < parts; part++) start(new Request(stretch, (int) (part * step)));
    }

    private void start(Request request) {
        underWay++;
        if (request.offset() > 0) middles.add(request.firstRank());
        Stretch stretch = request.stretch();
        parallel.run(() -> {
            try {
                arrived(new Answer(request, source.search(stretch.above(), stretch.below(), request.offset())));
            } catch (RuntimeException e) {
                failed(e);
            }
        });
    }

    private synchronized void arrived(Answer answer) {
        underWay--;
        Request request = answer.request();
        if (request.offset() > 0) middles.remove(request.firstRank());
        else startsAsked.remove(request.stretch().above());
        cover(unread, answer);
        ready.addLast(answer);
        readyRows += answer.page().objects().size();
        ask();
        notifyAll();
    }

    /** The scan ends here; who goes on from its last cursor begins a new one. */
    private synchronized void failed(RuntimeException e) {
        underWay--;
        if (failure == null) failure = e;
        notifyAll();
    }

    private static void cover(PendingIds ids, Answer answer) {
        Request request = answer.request();
        Stretch stretch = request.stretch();
        ObjectPage page = answer.page();
        int rows = page.objects().size();
        if (request.offset() == 0) ids.counted(stretch.above(), page.total());
        else if (rows == 0) return;
        boolean everything = rows == 0 || request.offset() + rows >= page.total();
        long last = everything ? stretch.below() - 1 : id(page, rows - 1);
        long first = request.offset() == 0 ? stretch.above() + 1 : id(page, 0);
        ids.read(first, request.firstRank(), last, request.firstRank() + rows - 1);
    }

    private static long id(ObjectPage page, int row) {
        return Long.parseLong(page.objects().get(row).id());
    }
}
