package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.DeleteResult;
import com.sforce.soap.partner.DescribeGlobalResult;
import com.sforce.soap.partner.DescribeGlobalSObjectResult;
import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Error;
import com.sforce.soap.partner.GetDeletedResult;
import com.sforce.soap.partner.GetServerTimestampResult;
import com.sforce.soap.partner.MergeResult;
import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.UndeleteResult;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whether an answer of the Partner API holds all that it must: what is missing is never taken for nothing. */
public final class SoapAnswers {
    private SoapAnswers() {}

    /** The first page of a query: the rows that it has, or the way to the others. */
    public static QueryResult page(@Nullable QueryResult result) throws UnexpectedAnswerException {
        QueryResult page = further(result);
        if (page.isDone() && page.getRecords().length < page.getSize()) {
            throw incomplete("a query's last page has " + page.getRecords().length + " rows of " + page.getSize());
        }
        return page;
    }

    /** A page behind the first. */
    public static QueryResult further(@Nullable QueryResult result) throws UnexpectedAnswerException {
        if (result == null) throw incomplete("a query has no result");
        boolean lost = !result.isDone() && (isBlank(result.getQueryLocator()) || result.getRecords().length == 0);
        if (lost) throw incomplete("a query page does not say how it goes on");
        return result;
    }

    /** The answer to a COUNT(), which has no rows. */
    public static int count(@Nullable QueryResult result) throws UnexpectedAnswerException {
        if (result == null || !result.isDone() || result.getSize() < 0) throw incomplete("a count has no number");
        return result.getSize();
    }

    public static DescribeSObjectResult[] described(
            Collection<String> names, DescribeSObjectResult @Nullable [] results) throws UnexpectedAnswerException {
        DescribeSObjectResult[] all = all("describe", names.size(), results);
        List<String> asked = List.copyOf(names);
        for (int i = 0; i < all.length; i++) {
            // Every object has an Id at least.
            if (!asked.get(i).equalsIgnoreCase(all[i].getName()) || all[i].getFields().length == 0) {
                throw incomplete("the description of " + asked.get(i) + " is missing");
            }
        }
        return all;
    }

    public static DescribeGlobalSObjectResult[] described(@Nullable DescribeGlobalResult result)
            throws UnexpectedAnswerException {
        if (result == null || result.getSobjects().length == 0) throw incomplete("the list of objects is empty");
        return result.getSobjects();
    }

    public static GetDeletedResult deleted(@Nullable GetDeletedResult result) throws UnexpectedAnswerException {
        if (result == null || result.getLatestDateCovered() == null) {
            throw incomplete("the deletion log does not say how far it reaches");
        }
        return result;
    }

    public static SaveResult[] saved(int sent, SaveResult @Nullable [] results) throws UnexpectedAnswerException {
        SaveResult[] all = all("write", sent, results);
        for (SaveResult each : all) demand(each.isSuccess(), each.getId(), each.getErrors());
        return all;
    }

    public static MergeResult[] merged(int sent, MergeResult @Nullable [] results) throws UnexpectedAnswerException {
        MergeResult[] all = all("merge", sent, results);
        for (MergeResult each : all) demand(each.isSuccess(), each.getId(), each.getErrors());
        return all;
    }

    public static UndeleteResult[] undeleted(int sent, UndeleteResult @Nullable [] results)
            throws UnexpectedAnswerException {
        UndeleteResult[] all = all("undelete", sent, results);
        for (UndeleteResult each : all) demand(each.isSuccess(), each.getId(), each.getErrors());
        return all;
    }

    public static DeleteResult[] deleted(int sent, DeleteResult @Nullable [] results) throws UnexpectedAnswerException {
        DeleteResult[] all = all("delete", sent, results);
        for (DeleteResult each : all) demand(each.isSuccess(), each.getId(), each.getErrors());
        return all;
    }

    public static Instant timestamp(@Nullable GetServerTimestampResult result) throws UnexpectedAnswerException {
        if (result == null || result.getTimestamp() == null) throw incomplete("the org's time is missing");
        return result.getTimestamp().toInstant();
    }

    /** A text that an answer cannot be without. */
    public static String text(String what, @Nullable String text) throws UnexpectedAnswerException {
        if (text == null || text.isBlank()) throw incomplete(what + " is missing");
        return text;
    }

    private static <T> T[] all(String what, int asked, T @Nullable [] results) throws UnexpectedAnswerException {
        int found = results == null ? 0 : results.length;
        if (results == null || found != asked) {
            throw incomplete("a " + what + " has " + found + " results for " + asked + " rows");
        }
        return results;
    }

    private static void demand(boolean success, @Nullable String id, Error @Nullable [] errors)
            throws UnexpectedAnswerException {
        boolean said = success ? !isBlank(id) : errors != null && errors.length > 0;
        if (!said) throw incomplete("a row's result says neither what was done nor why not");
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static UnexpectedAnswerException incomplete(String why) {
        return new UnexpectedAnswerException("the answer is not whole: " + why);
    }
}
