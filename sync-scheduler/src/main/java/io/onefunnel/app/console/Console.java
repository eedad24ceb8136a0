package io.onefunnel.app.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.onefunnel.app.config.AppConfig.Role;
import io.onefunnel.app.console.signin.Sessions;
import io.onefunnel.app.console.signin.Users;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.Services;
import java.net.BindException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web console: pages for people, {@code /health} and {@code /metrics} for machines. Everything but those two and the
 * sign-in needs a session; what changes something needs the role for it and a token that only our own pages carry.
 */
public final class Console implements AutoCloseable {
    /** The port is taken; the message says by which setting to choose another. */
    public static final class PortTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PortTakenException(int port, Throwable cause) {
            super(
                    "port " + port + " is taken; choose another by console.port (or `demo --port 0` for a free one)",
                    cause);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Console.class);

    /** Nothing from outside, nothing inline, in nobody's frame. */
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private final Installation installation;
    private final Pages pages;
    private final Actions actions;
    private final Sessions sessions;
    private final PrometheusMeterRegistry metrics;
    private final Health health;
    private final TemplateEngine templates = templates();
    private final Javalin server;
    private final String signIn;

    private Console(Installation installation, Services services, Users users, PrometheusMeterRegistry metrics) {
        this.installation = installation;
        this.pages = new Pages(installation, services);
        this.actions = new Actions(installation, services);
        this.sessions = new Sessions(users, installation.clock());
        this.metrics = metrics;
        this.health = new Health(installation);
        this.signIn = users.hint();
        this.server = Javalin.create(this::configure);
    }

    /** The pages as the build generated them, in the package that pom.xml names. */
    private static TemplateEngine templates() {
        return TemplateEngine.createPrecompiled(
                null, ContentType.Html, Console.class.getClassLoader(), Console.class.getPackageName() + ".pages");
    }

    /** @throws PortTakenException when somebody else listens there */
    public static Console start(
            Installation installation, Services services, Users users, PrometheusMeterRegistry metrics) {
        Console console = new Console(installation, services, users, metrics);
        String host = installation.config().console().host();
        int port = installation.config().console().port();
        try {
            console.server.start(host, port);
        } catch (RuntimeException failed) {
            console.server.stop();
            if (causedByBind(failed)) throw new PortTakenException(port, failed);
            throw failed;
        }
        return console;
    }

    private static boolean causedByBind(Throwable failed) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            if (each instanceof BindException) return true;
        }
        return false;
    }

    /** Where a browser finds it. */
    public String url() {
        return "http://" + installation.config().console().host() + ":" + server.port() + "/";
    }

    /** How to sign in, for whoever started the program; names a file rather than a password. */
    public String signIn() {
        return signIn;
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.staticFiles.add(files -> {
            files.hostedPath = "/assets";
            files.directory = "/io/onefunnel/app/console/assets";
            files.location = Location.CLASSPATH;
        });
        config.staticFiles.enableWebjars();
        routes(config.routes);
    }

    private void routes(RoutesConfig routes) {
        routes.before(this::guard);
        routes.get("/health", ctx -> health.answer(ctx));
        routes.get(
                "/metrics", ctx -> ctx.contentType("text/plain; version=0.0.4").result(metrics.scrape()));
        routes.get("/sign-in", ctx -> show(ctx, "signIn", Map.of("failed", false)));
        routes.post("/sign-in", this::signIn);
        routes.post("/sign-out", this::signOut);
        routes.get("/", ctx -> page(ctx, "today", pages.today()));
        routes.get("/plan", ctx -> page(ctx, "plan", pages.plan()));
        routes.get("/funnel", ctx -> page(ctx, "funnel", pages.funnel()));
        routes.get("/people", ctx -> page(ctx, "people", pages.people(ctx.queryParamMap())));
        routes.get("/person/{id}", ctx -> page(ctx, "person", pages.person(ctx.pathParam("id"))));
        routes.get("/search", ctx -> show(ctx, "found", Map.of("found", pages.search(ctx.queryParam("q")))));
        routes.post("/pause", ctx -> change(ctx, "/", who -> actions.pause(who, ctx.formParam("reason"))));
        routes.post("/resume", ctx -> change(ctx, "/", actions::resume));
        routes.post("/plan/apply", ctx -> change(ctx, "/plan", who -> actions.apply(who, ctx.formParam("plan"))));
        routes.exception(Pages.NotFoundException.class, (failed, ctx) -> {
            ctx.status(404);
            page(ctx, "notFound", new PageModels.NotFound(String.valueOf(failed.getMessage())));
        });
        routes.exception(Exception.class, (failed, ctx) -> {
            log.error("{} {} failed", ctx.method(), ctx.path(), failed);
            ctx.status(500).result("Something went wrong here; the log has the details.");
        });
    }

    /** Headers for every answer; a session for every page. */
    private void guard(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cache-Control", ctx.path().startsWith("/assets/") ? "max-age=3600" : "no-store");
        if (isOpen(ctx.path())) return;
        if (sessions.of(ctx).isPresent()) return;
        ctx.redirect("/sign-in");
        ctx.skipRemainingHandlers();
    }

    private static boolean isOpen(String path) {
        return path.equals("/health")
                || path.equals("/metrics")
                || path.equals("/sign-in")
                || path.startsWith("/assets/")
                || path.startsWith("/webjars/");
    }

    private void signIn(Context ctx) {
        boolean welcome = sessions.open(ctx, ctx.formParam("user"), ctx.formParam("password"));
        if (welcome) ctx.redirect("/");
        else show(ctx.status(401), "signIn", Map.of("failed", true));
    }

    private void signOut(Context ctx) {
        sessions.close(ctx);
        ctx.redirect("/sign-in");
    }

    @FunctionalInterface
    private interface Change {
        void by(String who) throws Exception;
    }

    private void change(Context ctx, String back, Change change) throws Exception {
        Sessions.Session session = sessions.of(ctx).orElseThrow();
        if (!session.token().equals(ctx.formParam("token")) || session.role() != Role.ADMIN) {
            ctx.status(403).result("Only an admin, from a page of this console, may do that.");
            return;
        }
        change.by(session.user());
        ctx.redirect(back);
    }

    private void page(Context ctx, String template, Object model) {
        Sessions.Session session = sessions.of(ctx).orElseThrow();
        show(ctx, template, Map.of("frame", pages.frame(session, ctx.path()), "model", model));
    }

    private void show(Context ctx, String template, Map<String, Object> parameters) {
        StringOutput output = new StringOutput();
        templates.render(template + ".jte", parameters, output);
        ctx.html(output.toString());
    }

    @Override
    public void close() {
        server.stop();
    }
}
