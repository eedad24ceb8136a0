package io.onefunnel.app.config;

import io.onefunnel.app.config.AppConfig.Connection;
import io.onefunnel.app.config.AppConfig.ConsoleConfig;
import io.onefunnel.app.config.AppConfig.ConsoleUser;
import io.onefunnel.app.config.AppConfig.Role;
import io.onefunnel.app.config.AppConfig.Schedule;
import io.onefunnel.app.config.AppConfig.StoreConfig;
import io.onefunnel.app.config.AppConfig.Writing;
import io.onefunnel.config.ConnectionSection;
import io.onefunnel.config.MappingFile;
import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.SystemId;
import io.onefunnel.settings.NearestName;
import io.onefunnel.settings.Problems;
import io.onefunnel.settings.Settings;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.option.OptionType;
import io.onefunnel.writeback.Planner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads {@code config/onefunnel.yaml}. All problems, of the mapping files too, are reported together. */
public final class AppConfigFile {
    private static final OptionType.Choice<SystemId> VENDORS = new OptionType.Choice<>(SystemId.class);

    private static final OptionType.Length INTERVAL = new OptionType.Length("1s", "1d");
    private static final OptionType.Whole PORT = new OptionType.Whole(0, 65_535);
    private static final OptionType.Decimal SHARE = new OptionType.Decimal(0, 1);

    private final Map<SystemId, AdapterFactory> adapters;

    public AppConfigFile(Map<SystemId, AdapterFactory> adapters) {
        this.adapters = Map.copyOf(adapters);
    }

    /** @throws io.onefunnel.settings.SettingsException with every problem of every file */
    public AppConfig read(Path file) {
        Problems problems = new Problems();
        Optional<AppConfig> config = Settings.load(file, problems, settings -> config(file, settings, problems));
        problems.throwIfAny();
        return config.orElseThrow(() -> new IllegalStateException("no configuration and no problem: " + file));
    }

    private AppConfig config(Path file, Settings settings, Problems problems) {
        Path folder = folderOf(file);
        List<Connection> connections = new ArrayList<>();
        Map<String, Settings> named = settings.named("connections");
        named.forEach(
                (name, section) -> connection(folder, name, section, problems).ifPresent(connections::add));
        String home = settings.text("system-of-record", "salesforce");
        settings.check(named.containsKey(home), "system-of-record", "there is no connection \"" + home + "\"");
        return new AppConfig(
                folder,
                new ConnectionId(home),
                connections,
                store(folder, settings.section("store")),
                writing(settings.section("writing")),
                schedule(settings.section("schedule")),
                console(settings.section("console")));
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private Optional<Connection> connection(Path folder, String name, Settings section, Problems problems) {
        Optional<SystemId> vendor = vendor(section);
        if (vendor.isEmpty()) {
            // Which options there are is the vendor's matter: none of them can be called unknown.
            section.keys().forEach(key -> section.knows(key));
            return Optional.empty();
        }
        SystemId system = vendor.get();
        AdapterFactory factory = adapters.get(system);
        if (factory == null) {
            section.problem("vendor", "there is no adapter for " + system);
            return Optional.empty();
        }
        Optional<ConnectionId> id = id(name, section);
        Optional<Mapping> mapping = mapping(folder, system, section, problems);
        if (id.isEmpty()) return Optional.empty();
        // Its options are read without a mapping, too, so that what is wrong with them is said at once.
        ConnectionSettings settings =
                ConnectionSection.read(section, id.get(), factory, mapping.orElse(new Mapping(Map.of())));
        return mapping.map(found -> new Connection(system, settings));
    }

    /** The vendor that is named, or the one whose name was mistyped: so that what else is wrong is said at once. */
    private static Optional<SystemId> vendor(Settings section) {
        if (!section.has("vendor")) section.problem("vendor", "is missing: " + VENDORS.form());
        return section.value("vendor", VENDORS)
                .or(() -> section.optionalText("vendor")
                        .flatMap(text -> NearestName.to(text, VENDORS.names()))
                        .map(VENDORS::parse));
    }

    private static Optional<Mapping> mapping(Path folder, SystemId system, Settings section, Problems problems) {
        Path file = folder.resolve(
                section.text("mapping", "mappings/" + system.name().toLowerCase(Locale.ROOT) + ".yaml"));
        if (!Files.exists(file)) {
            section.problem("mapping", "there is no file " + file);
            return Optional.empty();
        }
        return MappingFile.read(file, problems);
    }

    private static Optional<ConnectionId> id(String name, Settings section) {
        try {
            return Optional.of(new ConnectionId(name));
        } catch (IllegalArgumentException badName) {
            section.problem("", String.valueOf(badName.getMessage()));
            return Optional.empty();
        }
    }

    private static StoreConfig store(Path folder, Settings section) {
        Optional<Supplier<String>> password = section.optionalSecret("password").map(secret -> secret);
        return new StoreConfig(
                folder.resolve(section.text("data", "../data")).normalize(),
                section.optionalText("url"),
                section.optionalText("user"),
                password,
                section.optionalSecret("token-key").map(secret -> secret));
    }

    private static Writing writing(Settings section) {
        Set<Capability> standing = EnumSet.noneOf(Capability.class);
        standing.addAll(section.choices("standing", Capability.class));
        return new Writing(
                standing,
                section.positiveInt("material-points", 3),
                new Planner.Fuses(
                        section.value("fuse-field-share", SHARE).orElse(Planner.Fuses.DEFAULT.fieldShare()),
                        section.positiveInt("fuse-merges-per-day", Planner.Fuses.DEFAULT.mergesPerDay()),
                        section.positiveInt("fuse-owner-changes-per-day", Planner.Fuses.DEFAULT.ownerChangesPerDay())));
    }

    private static Schedule schedule(Settings section) {
        return new Schedule(
                every(section, "pull", Duration.ofMinutes(5)),
                every(section, "decide", Duration.ofMinutes(1)),
                every(section, "write-back", Duration.ofMinutes(5)),
                every(section, "sla-tick", Duration.ofMinutes(1)),
                every(section, "settle", Duration.ofMinutes(10)));
    }

    private static Duration every(Settings section, String key, Duration otherwise) {
        return section.value(key, INTERVAL).orElse(otherwise);
    }

    private static ConsoleConfig console(Settings section) {
        Map<String, ConsoleUser> users = new LinkedHashMap<>();
        section.named("users")
                .forEach((name, user) ->
                        users.put(name, new ConsoleUser(user.choice("role", Role.class), user.secret("password"))));
        return new ConsoleConfig(
                section.text("host", "127.0.0.1"),
                section.value("port", PORT).orElse(8321),
                section.value("url", new OptionType.Address()),
                users);
    }
}
