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
import io.onefunnel.app.config.AppConfig.ConsoleConfig;
import io.onefunnel.app.config.AppConfig.Role;
import io.onefunnel.app.console.funnel.FunnelPage;
import io.onefunnel.app.console.page.Links;
import io.onefunnel.app.console.page.NotFoundException;
import io.onefunnel.app.console.people.PeoplePage;
import io.onefunnel.app.console.person.PersonPage;
import io.onefunnel.app.console.plan.PlanPage;
import io.onefunnel.app.console.signin.Loopback;
import io.onefunnel.app.console.signin.Sessions;
import io.onefunnel.app.console.signin.Users;
import io.onefunnel.app.console.today.TodayPage;
import io.onefunnel.app.console.today.WritingPause;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.PlanRefusedException;
import io.onefunnel.app.engine.Services;
import io.onefunnel.app.engine.Version;
import io.onefunnel.app.view.Figures;
import io.onefunnel.app.view.PlanBasis;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Store;
import io.onefunnel.store.sql.StoreException;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web console: pages for people, {@code /health} and {@code /metrics} for machines. Everything but {@code /health} and the
 * sign-in needs a session; numbers for machines need none while only this machine can ask, and a user's password otherwise; what changes something needs the role for it and a token that only our own pages carry.
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

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(Console.class);

    /** Nothing from outside, nothing inline, in nobody's frame. */
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private final ConsoleConfig config;
    private final Runs runs;
    private final TodayPage today;
    private final PeoplePage people;
    private final PersonPage person;
    private final PlanPage plan;
    private final FunnelPage funnel;
    private final WritingPause writing;
    private final Sessions sessions;
    private final PrometheusMeterRegistry metrics;
    private final Health health;
    private final boolean onlyHere;
    private final boolean byTls;
    private final TemplateEngine templates = templates();
    private final Javalin server;
    private final String signIn;

    private Console(
            Installation installation,
            Services services,
            Figures figures,
            Users users,
            PrometheusMeterRegistry metrics) {
        Store store = installation.store();
        InstantSource clock = installation.clock();
        this.config = installation.config().console();
        this.runs = store.runs();
        this.today = new TodayPage(store, installation.normalizers(), figures.standing(), clock);
        this.people = new PeoplePage(store, installation.normalizers(), figures);
        this.person = new PersonPage(store, services.decisions()::decider, clock);
        this.plan = new PlanPage(
                services.plans(),
                services.writes(),
                store.people(),
                clock,
                () -> PlanBasis.of(store, installation.inputs().hash(), clock.instant(), true));
        this.funnel = new FunnelPage(figures.funnel(), clock);
        this.writing = new WritingPause(runs, clock);
        this.byTls = config.url()
                .filter(url -> "https".equalsIgnoreCase(url.getScheme()))
                .isPresent();
        this.sessions = new Sessions(users, byTls, clock);
        this.metrics = metrics;
        this.health = new Health(runs);
        this.onlyHere = Loopback.isAt(config.host());
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
            Installation installation,
            Services services,
            Figures figures,
            Users users,
            PrometheusMeterRegistry metrics) {
        Console console = new Console(installation, services, figures, users, metrics);
        StoreMetrics.bind(metrics, figures.standing());
        String host = console.config.host();
        int port = console.config.port();
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

    /** A proxy on this machine asks for somebody elsewhere. */
    private static boolean isForwarded(Context ctx) {
        return ctx.header("X-Forwarded-For") != null
                || ctx.header("X-Real-IP") != null
                || ctx.header("Forwarded") != null;
    }

    /** The port on which it listens: the chosen one where the configuration says 0. */
    public int port() {
        return server.port();
    }

    /** Where a browser finds it. */
    public String url() {
        return config.url()
                .map(url -> url.toString().replaceAll("/*$", "/"))
                .orElseGet(() -> "http://" + config.host() + ":" + server.port() + "/");
    }

    /** How to sign in, for whoever started the program; names a file rather than a password. */
    public String signIn() {
        return signIn;
    }

    private void configure(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.staticFiles.add(files -> {
            files.hostedPath = "/assets";
            files.directory = "/io/onefunnel/app/console/assets";
            files.location = Location.CLASSPATH;
        });
        javalin.staticFiles.enableWebjars();
        routes(javalin.routes);
    }

    private void routes(RoutesConfig routes) {
        routes.before(this::guard);
        routes.get("/health", ctx -> health.answer(ctx));
        routes.get(
                "/metrics", ctx -> ctx.contentType("text/plain; version=0.0.4").result(metrics.scrape()));
        routes.get("/sign-in", ctx -> show(ctx, "signIn", Map.of("failed", false)));
        routes.post("/sign-in", this::signIn);
        routes.post("/sign-out", this::signOut);
        routes.get("/", ctx -> page(ctx, "today", today.model()));
        routes.get("/plan", ctx -> page(ctx, "plan", plan.model(ctx.queryParam("applied"))));
        routes.get("/funnel", ctx -> page(ctx, "funnel", funnel.model()));
        routes.get("/people", ctx -> page(ctx, "people", people.model(ctx.queryParam("stage"))));
        routes.get("/person/{id}", ctx -> page(ctx, "person", person.model(ctx.pathParam("id"))));
        routes.get("/search", this::search);
        routes.post("/pause", ctx -> change(ctx, "/", who -> writing.pause(who, ctx.formParam("reason"))));
        routes.post("/resume", ctx -> change(ctx, "/", writing::resume));
        routes.post("/plan/apply", ctx -> {
            String id = String.valueOf(ctx.formParam("plan"));
            change(ctx, Links.planAfter(id), who -> plan.apply(who, id));
        });
        routes.exception(PlanRefusedException.class, (refused, ctx) -> {
            ctx.status(409);
            page(ctx, "plan", plan.refused(String.valueOf(refused.getMessage())));
        });
        routes.exception(NotFoundException.class, (failed, ctx) -> {
            ctx.status(404);
            page(ctx, "notFound", String.valueOf(failed.getMessage()));
        });
        routes.exception(StoreException.class, (failed, ctx) -> {
            log.error("{} {} failed: {}", ctx.method(), ctx.path(), failed.getMessage());
            ctx.status(503)
                    .result(
                            "The database does not answer, or refused. Reload this page in a moment; the log has more.");
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
        if (byTls) ctx.header("Strict-Transport-Security", "max-age=31536000");
        ctx.header("Cache-Control", ctx.path().startsWith("/assets/") ? "max-age=3600" : "no-store");
        if (isOpen(ctx.path())) return;
        if (sessions.of(ctx).isPresent()) return;
        if (ctx.path().equals("/metrics")) {
            if (onlyHere && !isForwarded(ctx) || sessions.knows(ctx)) return;
            ctx.status(401).header("WWW-Authenticate", "Basic realm=\"onefunnel\"");
            ctx.skipRemainingHandlers();
            return;
        }
        ctx.redirect("/sign-in");
        ctx.skipRemainingHandlers();
    }

    private static boolean isOpen(String path) {
        return path.equals("/health")
                || path.equals("/sign-in")
                || path.startsWith("/assets/")
                || path.startsWith("/webjars/");
    }

    private void search(Context ctx) {
        String asked = Objects.requireNonNullElse(ctx.queryParam("q"), "").strip();
        show(ctx, "found", Map.of("found", people.search(asked), "asked", asked));
    }

    private void signIn(Context ctx) {
        boolean welcome = sessions.open(ctx, ctx.formParam("user"), ctx.formParam("password"));
        if (welcome) ctx.redirect("/");
        else show(ctx.status(401), "signIn", Map.of("failed", true));
    }

    private void signOut(Context ctx) {
        if (!sessions.of(ctx).orElseThrow().token().equals(ctx.formParam("token"))) {
            ctx.status(403).result("Sign out on a page of this console.");
            return;
        }
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
        show(ctx, template, Map.of("frame", frame(session, ctx.path()), "model", model));
    }

    private Frame frame(Sessions.Session session, String path) {
        return new Frame(
                session.user(),
                session.role() == Role.ADMIN,
                session.token(),
                path,
                Version.CURRENT,
                runs.paused().map(Runs.Pause::reason).orElse(""));
    }

    private void show(Context ctx, String template, Map<String, Object> parameters) {
        StringOutput output = new StringOutput();
        templates.render(template + ".jte", parameters, output);
        ctx.html(output.toString());
    }

    /** Somebody who waits for a long answer does not hold up the end: the store is closed next, which ends the answer. */
    @Override
    public void close() {
        Thread stopping = new Thread(server::stop, "console stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(PATIENCE.toMillis());
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
