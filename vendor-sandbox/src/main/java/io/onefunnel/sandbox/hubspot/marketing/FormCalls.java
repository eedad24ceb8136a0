package io.onefunnel.sandbox.hubspot.marketing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Paging;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.marketing.Forms.Form;
import io.onefunnel.sandbox.hubspot.marketing.Forms.Submission;
import java.util.List;

/**
 * Reading forms and what was typed into them: {@code /marketing/v3/forms/…} and {@code
 * /form-integrations/v1/submissions/forms/…} (legacy reference "Get submissions for a form"). Neither has a dated path.
 */
public final class FormCalls {
    private static final List<String> READ = List.of("forms");
    // "Defaults to 20, supports a maximum of 50": "Get submissions for a form".
    private static final int MOST = 50;
    private static final int DEFAULT = 20;

    private final Forms forms;

    public FormCalls(Forms forms) {
        this.forms = forms;
    }

    public Endpoint find(Request request) {
        List<String> rest = request.rest();
        if (!request.method().equals("GET")) throw Refusal.htmlNotFound();
        if (request.area().equals("marketing")
                && rest.size() == 2
                && rest.get(0).equals("forms")) {
            return Endpoint.of("read form", READ, () -> Reply.ok(json(form(rest.get(1)))));
        }
        if (rest.size() == 3 && rest.subList(0, 2).equals(List.of("submissions", "forms"))) {
            return Endpoint.of("form submissions", READ, () -> Reply.ok(page(form(rest.get(2)), request)));
        }
        throw Refusal.htmlNotFound();
    }

    private Form form(String id) {
        return forms.find(id).orElseThrow(() -> Refusal.notFound("Form " + id + " was not found"));
    }

    private static ObjectNode json(Form form) {
        return Json.object()
                .put("id", form.id())
                .put("name", form.name())
                .put("formType", "hubspot")
                .put("archived", false);
    }

    /** "Submissions will be returned in reverse-chronological order." */
    private static ObjectNode page(Form form, Request request) {
        int limit = request.number("limit", DEFAULT);
        if (limit < 1 || limit > MOST) throw Refusal.validation("limit must be between 1 and 50");
        int from = request.after().map(Long::intValue).orElse(0);
        int all = form.submissions().size();
        int to = Math.min(all, from + limit);
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        for (int i = from; i < to; i++) {
            Submission each = form.submissions().get(all - 1 - i);
            ObjectNode result = results.addObject()
                    .put("conversionId", each.conversionId())
                    .put("submittedAt", each.at())
                    .put("pageUrl", each.pageUrl());
            ArrayNode values = result.putArray("values");
            each.values()
                    .forEach((name, value) -> values.addObject()
                            .put("objectTypeId", "0-1")
                            .put("name", name)
                            .put("value", value));
        }
        if (to < all) Paging.next(body, request, Integer.toString(to));
        return body;
    }
}
