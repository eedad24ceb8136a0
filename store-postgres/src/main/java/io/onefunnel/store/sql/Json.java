package io.onefunnel.store.sql;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.writeback.PendingAction;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Model records as JSON and back: ids and instants are texts, fields are named by their canonical keys. */
public final class Json {
    private static final ObjectMapper MAPPER = mapper();
    private static final TypeReference<Map<Field, String>> FIELDS = new TypeReference<>() {};

    /** By class, the name that is stored: renaming a class must not change what a store holds. */
    private static final Map<Class<?>, String> TYPE_NAMES = typeNames(Commands.class, Outcomes.class, Actions.class);

    private Json() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "cannot be stored: " + value.getClass().getName(), e);
        }
    }

    /** The name by which a command, a result or an action is stored, in its JSON as in columns. */
    public static String typeOf(Object value) {
        return typeName(value.getClass());
    }

    /** The kind of action that is stored under this name. */
    public static PendingAction.Kind actionKind(String name) {
        for (PendingAction.Kind kind : PendingAction.Kind.values()) {
            if (typeName(kind.type()).equals(name)) return kind;
        }
        throw new IllegalArgumentException("no action of this version: " + name);
    }

    static String typeName(Class<?> type) {
        String name = TYPE_NAMES.get(type);
        if (name == null) throw new IllegalArgumentException("has no stored name: " + type);
        return name;
    }

    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", e);
        }
    }

    public static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new IllegalStateException("a stored value cannot be read: " + type.getType(), e);
        }
    }

    public static Map<Field, String> fields(String json) {
        return json.equals("{}") ? Map.of() : read(json, FIELDS);
    }

    private static Map<Class<?>, String> typeNames(Class<?>... mixins) {
        return Arrays.stream(mixins)
                .flatMap(mixin ->
                        Arrays.stream(mixin.getAnnotation(JsonSubTypes.class).value()))
                .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));
    }

    private static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule()
                .addSerializer(SourceRef.class, new AsText<>())
                .addSerializer(PersonId.class, new AsText<>())
                .addSerializer(ConnectionId.class, new AsText<>())
                .addSerializer(Instant.class, new AsText<>())
                .addSerializer(Field.class, new FieldKey())
                .addKeySerializer(Field.class, new FieldName())
                .addSerializer(rawOptional(), new OptionalValue())
                .addDeserializer(SourceRef.class, new FromText<>(SourceRef::parse))
                .addDeserializer(PersonId.class, new FromText<>(PersonId::new))
                .addDeserializer(ConnectionId.class, new FromText<>(ConnectionId::new))
                .addDeserializer(Instant.class, new FromText<>(Instant::parse))
                .addDeserializer(Field.class, new FromText<>(Json::field))
                .addDeserializer(rawOptional(), new ValueOptional(null))
                .addKeyDeserializer(Field.class, new KeyFromText(Json::field))
                .addKeyDeserializer(SourceRef.class, new KeyFromText(SourceRef::parse))
                .addKeyDeserializer(PersonId.class, new KeyFromText(PersonId::new));
        return JsonMapper.builder()
                .addModule(module)
                .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .addMixIn(Command.class, Commands.class)
                .addMixIn(WriteResult.class, Outcomes.class)
                .addMixIn(PendingAction.Action.class, Actions.class)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                // jsonb forgets the order of keys: equal values are written equally all the same.
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
    }

    private static Field field(String key) {
        return Field.ofKey(key).orElseThrow(() -> new IllegalArgumentException("no field of this version: " + key));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> Class<T> rawOptional() {
        return (Class<T>) (Class) Optional.class;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Command.SetFields.class, name = "SetFields"),
        @JsonSubTypes.Type(value = Command.Reassign.class, name = "Reassign"),
        @JsonSubTypes.Type(value = Command.CreateTask.class, name = "CreateTask"),
        @JsonSubTypes.Type(value = Command.PublishOutcome.class, name = "PublishOutcome"),
        @JsonSubTypes.Type(value = Command.LinkReferral.class, name = "LinkReferral"),
        @JsonSubTypes.Type(value = Command.Merge.class, name = "Merge")
    })
    private interface Commands {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = WriteResult.Written.class, name = "Written"),
        @JsonSubTypes.Type(value = WriteResult.Unchanged.class, name = "Unchanged"),
        @JsonSubTypes.Type(value = WriteResult.Stale.class, name = "Stale"),
        @JsonSubTypes.Type(value = WriteResult.Rejected.class, name = "Rejected"),
        @JsonSubTypes.Type(value = WriteResult.Deferred.class, name = "Deferred"),
        @JsonSubTypes.Type(value = WriteResult.Unknown.class, name = "Unknown"),
        @JsonSubTypes.Type(value = WriteResult.NotApplied.class, name = "NotApplied")
    })
    private interface Outcomes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = PendingAction.Publish.class, name = "Publish"),
        @JsonSubTypes.Type(value = PendingAction.Link.class, name = "Link"),
        @JsonSubTypes.Type(value = PendingAction.Task.class, name = "Task"),
        @JsonSubTypes.Type(value = PendingAction.Reassign.class, name = "Reassign")
    })
    private interface Actions {}

    private static final class AsText<T> extends JsonSerializer<T> {
        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toString());
        }
    }

    private static final class FieldKey extends JsonSerializer<Field> {
        @Override
        public void serialize(Field value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.key());
        }
    }

    private static final class FieldName extends JsonSerializer<Field> {
        @Override
        public void serialize(Field value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeFieldName(value.key());
        }
    }

    private static final class OptionalValue extends JsonSerializer<Optional<?>> {
        @Override
        public void serialize(Optional<?> value, JsonGenerator json, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(value.orElse(null), json);
        }
    }

    private static final class FromText<T> extends JsonDeserializer<T> {
        private final Function<String, T> parse;

        FromText(Function<String, T> parse) {
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return parse.apply(json.getText());
        }
    }

    private static final class KeyFromText extends KeyDeserializer {
        private final Function<String, ?> parse;

        KeyFromText(Function<String, ?> parse) {
            this.parse = parse;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return parse.apply(key);
        }
    }

    private static final class ValueOptional extends JsonDeserializer<Optional<?>> implements ContextualDeserializer {
        private final @Nullable JavaType type;

        ValueOptional(@Nullable JavaType type) {
            this.type = type;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            JavaType optional = property == null ? context.getContextualType() : property.getType();
            return new ValueOptional(optional.containedType(0));
        }

        @Override
        public Optional<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Optional.ofNullable(context.readValue(json, type));
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }
    }
}
