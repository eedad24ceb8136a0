package io.onefunnel.sandbox.marketo;

import io.onefunnel.sandbox.http.HttpAnswer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The paths of the REST API, as the published Swagger files name them. */
final class RestApi {
    private final Routes routes;

    RestApi(Routes routes) {
        this.routes = routes;
    }

    Routes routes() {
        return routes;
    }

    void leads(LeadReads reads, LeadSync sync, LeadRemovals removals, Partitions partitions) {
        routes.on("GET", "rest/v1/leads/describe.json", "describe leads", reads::describe)
                .on("GET", "rest/v1/leads/describe2.json", "describe leads", reads::describe2)
                .on("GET", "rest/v1/leads.json", "leads by filter", reads::byFilter)
                .on("POST", "rest/v1/leads.json", "sync leads", sync::sync)
                .on("DELETE", "rest/v1/leads.json", "delete leads", removals::delete)
                .on("POST", "rest/v1/leads/push.json", "push leads", sync::push)
                .on("POST", "rest/v1/leads/delete.json", "delete leads", removals::delete)
                .on("POST", "rest/v1/leads/submitForm.json", "submit form", sync::submitForm)
                .on("GET", "rest/v1/leads/partitions.json", "partitions", partitions::all)
                .on("POST", "rest/v1/leads/partitions.json", "update partitions", partitions::update)
                .on("POST", "rest/v1/leads/{leadId}/associate.json", "associate lead", reads::associate)
                .on("GET", "rest/v1/lead/{leadId}.json", "lead by id", reads::byId)
                .on("POST", "rest/v1/leads/{leadId}/merge.json", "merge leads", removals::merge);
    }

    /** What a lead belongs to. */
    void memberships(ProgramMembers members, LeadReads reads, StaticLists lists, Campaigns campaigns) {
        String lead = "rest/v1/leads/{leadId}/";
        String program = "rest/v1/leads/programs/{programId}";
        routes.on("GET", lead + "programMembership.json", "programs of lead", members::programsOfLead)
                .on("GET", lead + "listMembership.json", "lists of lead", lists::ofLead)
                .on("GET", lead + "smartCampaignMembership.json", "campaigns of lead", campaigns::ofLead)
                .on("GET", program + ".json", "leads of program", call -> members.leads(call, reads))
                .on("POST", program + "/status.json", "change status", members::changeStatus);
    }

    /** The field lists, which all record types have; only some let the API add to them. */
    void schema(String records, FieldSchema schema, boolean open) {
        SchemaPages pages = new SchemaPages(schema);
        String fields = "rest/v1/" + records + "/schema/fields";
        String operation = "fields of " + records;
        routes.on("GET", fields + ".json", operation, pages::all)
                .on("GET", fields + "/{fieldApiName}.json", operation, pages::one);
        if (!open) return;
        routes.on("POST", fields + ".json", "create " + operation, pages::create)
                .on("POST", fields + "/{fieldApiName}.json", "update " + operation, pages::update);
    }

    void activities(ActivityReads reads, CustomActivities custom, CustomActivityTypes types) {
        String type = "rest/v1/activities/external/type";
        String attributes = type + "/{apiName}/attributes";
        routes.on("GET", "rest/v1/activities/pagingtoken.json", "paging token", reads::pagingToken)
                .on("GET", "rest/v1/activities.json", "activities", reads::activities)
                .on("GET", "rest/v1/activities/leadchanges.json", "lead changes", reads::leadChanges)
                .on("GET", "rest/v1/activities/deletedleads.json", "deleted leads", reads::deletedLeads)
                .on("GET", "rest/v1/activities/types.json", "activity types", reads::types)
                .on("POST", "rest/v1/activities/external.json", "add custom activities", custom::add)
                .on("GET", "rest/v1/activities/external/types.json", "custom activity types", types::all)
                .on("POST", type + ".json", "create custom activity type", types::create)
                .on("POST", type + "/{apiName}.json", "update custom activity type", types::update)
                .on("GET", type + "/{apiName}/describe.json", "custom activity type", types::describe)
                .on("POST", type + "/{apiName}/approve.json", "approve custom activity type", types::approve)
                .on("POST", type + "/{apiName}/discardDraft.json", "discard custom activity type", types::discardDraft)
                .on("POST", type + "/{apiName}/delete.json", "delete custom activity type", types::delete)
                .on("POST", attributes + "/create.json", "create custom activity attributes", types::createAttributes)
                .on("POST", attributes + "/update.json", "update custom activity attributes", types::updateAttributes)
                .on("POST", attributes + "/delete.json", "delete custom activity attributes", types::deleteAttributes);
    }

    void programs(Programs programs, ProgramMembers members, Channels channels) {
        String describe = "describe members";
        routes.on("GET", "rest/asset/v1/channels.json", "channels", channels::all)
                .on("GET", "rest/asset/v1/channel/byName.json", "channels", channels::byName)
                .on("GET", "rest/asset/v1/programs.json", "programs", programs::browse)
                .on("GET", "rest/asset/v1/program/byName.json", "program", programs::byName)
                .on("GET", "rest/asset/v1/program/{id}.json", "program", programs::byId)
                .on("GET", "rest/v1/programs/members/describe.json", describe, members::describe)
                .on("GET", "rest/v1/program/members/describe.json", describe, members::describe)
                .on("GET", "rest/v1/programs/{programId}/members.json", "program members", members::query)
                .on("POST", "rest/v1/programs/{programId}/members.json", "member fields", members::setFields)
                .on("POST", "rest/v1/programs/{programId}/members/status.json", "member status", members::setStatus)
                .on("POST", "rest/v1/programs/{programId}/members/delete.json", "delete members", members::delete);
    }

    void lists(StaticLists lists) {
        routes.on("GET", "rest/asset/v1/staticLists.json", "static lists", lists::assets)
                .on("POST", "rest/asset/v1/staticLists.json", "create static list", lists::create)
                .on("GET", "rest/asset/v1/staticList/byName.json", "static list", lists::assetByName)
                .on("GET", "rest/asset/v1/staticList/{id}.json", "static list", lists::assetById)
                .on("POST", "rest/asset/v1/staticList/{id}.json", "update static list", lists::rename)
                .on("POST", "rest/asset/v1/staticList/{id}/delete.json", "delete static list", lists::delete)
                .on("GET", "rest/asset/v1/smartLists.json", "smart lists", RestApi::noAssets)
                .on("GET", "rest/asset/v1/smartList/byName.json", "smart lists", RestApi::noAssets)
                .on("GET", "rest/asset/v1/smartList/{id}.json", "smart lists", RestApi::noAssets)
                .on("GET", "rest/v1/lists.json", "lists", lists::all)
                .on("GET", "rest/v1/lists/{listId}.json", "list", lists::byId)
                .on("GET", "rest/v1/list/{listId}/leads.json", "leads of list", lists::leads)
                .on("GET", "rest/v1/lists/{listId}/leads.json", "leads of list", lists::leads)
                .on("POST", "rest/v1/lists/{listId}/leads.json", "add to list", lists::add)
                .on("DELETE", "rest/v1/lists/{listId}/leads.json", "remove from list", lists::remove)
                .on("GET", "rest/v1/lists/{listId}/leads/ismember.json", "member of list", lists::isMember);
    }

    void campaigns(Campaigns campaigns) {
        String asset = "rest/asset/v1/smartCampaign";
        routes.on("GET", "rest/v1/campaigns.json", "campaigns", campaigns::all)
                .on("GET", "rest/v1/campaigns/{campaignId}.json", "campaigns", campaigns::byId)
                .on("POST", "rest/v1/campaigns/{campaignId}/trigger.json", "request campaign", campaigns::trigger)
                .on("POST", "rest/v1/campaigns/{campaignId}/schedule.json", "schedule campaign", campaigns::schedule)
                .on("GET", asset + "s.json", "smart campaigns", campaigns::assets)
                .on("GET", asset + "/byName.json", "smart campaign", campaigns::assetByName)
                .on("GET", asset + "/{id}.json", "smart campaign", campaigns::assetById)
                .on("POST", asset + "/{id}/activate.json", "activate campaign", call -> campaigns.activate(call, true))
                .on(
                        "POST",
                        asset + "/{id}/deactivate.json",
                        "activate campaign",
                        call -> campaigns.activate(call, false));
    }

    void objects(ObjectKind kind, ObjectCalls objects) {
        String path = "rest/v1/" + kind.path();
        routes.on("GET", path + "/describe.json", "describe " + kind.singular(), objects::describe)
                .on("GET", path + ".json", "query " + kind.singular(), objects::query)
                .on("POST", path + ".json", "sync " + kind.singular(), objects::sync)
                .on("POST", path + "/delete.json", "delete " + kind.singular(), objects::delete);
    }

    void bulk(String kind, BulkExtracts bulk, Function<ApiCall, Supplier<ExtractFile>> asked) {
        String path = "bulk/v1/" + kind + "/export";
        String name = "extract " + kind;
        routes.on("POST", path + "/create.json", name + ": create", call -> bulk.create(call, kind, asked.apply(call)))
                .on("GET", path + ".json", name + ": list", call -> bulk.list(call, kind))
                .on("POST", path + "/{exportId}/enqueue.json", name + ": enqueue", call -> bulk.enqueue(call, kind))
                .on("POST", path + "/{exportId}/cancel.json", name + ": cancel", call -> bulk.cancel(call, kind))
                .on("GET", path + "/{exportId}/status.json", name + ": status", call -> bulk.status(call, kind))
                .on("GET", path + "/{exportId}/file.json", name + ": file", call -> bulk.file(call, kind));
    }

    void imports(BulkImports imports) {
        String members = "bulk/v1/program/members/import/{batchId}/";
        routes.on("POST", "bulk/v1/leads.json", "import leads", imports::leads)
                .on("GET", "bulk/v1/leads/batch/{batchId}.json", "import status", call -> imports.status(call, "leads"))
                .on("POST", "bulk/v1/program/{programId}/members/import.json", "import members", imports::members)
                .on("GET", members + "status.json", "import status", call -> imports.status(call, "members"));
        files("bulk/v1/leads/batch/{batchId}/", "leads", imports);
        files(members, "members", imports);
    }

    void usage(Usage usage) {
        String stats = "rest/v1/stats/";
        routes.on("GET", stats + "usage.json", "usage", call -> usage.calls(call, 1))
                .on("GET", stats + "usage/last7days.json", "usage", call -> usage.calls(call, 7))
                .on("GET", stats + "errors.json", "usage", call -> usage.errors(call, 1))
                .on("GET", stats + "errors/last7days.json", "usage", call -> usage.errors(call, 7));
    }

    /** Smart lists live by rules that this instance does not know: it has none. */
    private static HttpAnswer noAssets(ApiCall call) {
        return Replies.assets(call, List.of());
    }

    private void files(String path, String kind, BulkImports imports) {
        routes.on("GET", path + "failures.json", "import failures", call -> imports.failures(call, kind))
                .on("GET", path + "warnings.json", "import warnings", call -> imports.warnings(call, kind));
    }
}
