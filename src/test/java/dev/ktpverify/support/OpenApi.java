package dev.ktpverify.support;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The contract, META-INF/openapi.yaml. A place in it is a JSON pointer (RFC 6901). It leaves callers prepared for fields
 * and words that are to come; here it is taken strictly, so that none comes without being written down.
 */
public final class OpenApi {

    /** Where the words of an open text are: a place, and the schema that lists them. */
    public static final Map<String, String> WORDS = Map.of(
            "/components/schemas/IdNameVerdict/properties/outcome", "/components/schemas/IdNameOutcome",
            "/components/schemas/IdSelfieVerdict/properties/outcome", "/components/schemas/IdSelfieOutcome",
            "/components/schemas/Error/properties/status", "/components/schemas/ErrorStatus",
            "/components/schemas/Hint/properties/code", "/components/schemas/HintCode");

    private static final String FILE = "META-INF/openapi.yaml";
    private static final String STRICT_DOCUMENT = "urn:ktp-verify:strict";
    private static final String JSON_CONTENT = "/content/application~1json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = load();
    private static final JsonMetaSchema DIALECT = dialect();
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(VersionFlag.V4, builder -> builder.metaSchema(DIALECT)
                    .defaultMetaSchemaIri(DIALECT.getIri())
                    .schemaLoaders(loaders -> loaders.schemas(Map.of(STRICT_DOCUMENT, strict().toString()))));
    private static final SchemaValidatorsConfig FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private OpenApi() {}

    /** The place of an operation, as {@code /paths/~1verify~1id_name/post}. */
    public static String operation(String path, String method) {
        return "/paths/" + path.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT);
    }

    /** What is at a place, missing if nothing is. */
    public static JsonNode at(String place) {
        return DOCUMENT.at(JsonPointer.compile(resolve(place)));
    }

    /** The place itself, or the one that it refers to. */
    public static String resolve(String place) {
        JsonNode reference = DOCUMENT.at(place).path("$ref");
        return reference.isMissingNode() ? place : reference.textValue().substring(1);
    }

    /** What is wrong with a JSON text by the schema of a request or response at a place; empty if nothing. */
    public static Set<ValidationMessage> faults(String place, String json) {
        try {
            return faults(place, JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /** What is wrong with a JSON value by the schema of a request or response at a place; empty if nothing. */
    public static Set<ValidationMessage> faults(String place, JsonNode json) {
        return SCHEMAS.getSchema(SchemaLocation.of(STRICT_DOCUMENT + "#" + schema(place)), FORMATS)
                .validate(json);
    }

    /** The place of the schema of a request or response at a place. */
    public static String schema(String place) {
        return resolve(resolve(place) + JSON_CONTENT + "/schema");
    }

    /** The named examples of a request or response at a place. */
    public static JsonNode examples(String place) {
        return at(resolve(place) + JSON_CONTENT + "/examples");
    }

    /** The document without room for what is not in it. */
    private static JsonNode strict() {
        JsonNode strict = DOCUMENT.deepCopy();
        for (JsonNode schema : strict.at("/components/schemas")) {
            if (schema.has("additionalProperties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        }
        WORDS.forEach((text, words) -> ((ObjectNode) strict.at(text)).set("enum", strict.at(words + "/enum")));
        return strict;
    }

    /** OpenAPI 3.0's own, with the document's outermost fields as words that say nothing about a value. */
    private static JsonMetaSchema dialect() {
        return JsonMetaSchema.builder(OpenApi30.getInstance())
                .keywords(Stream.of("openapi", "info", "servers", "security", "tags", "paths", "components")
                        .map(NonValidationKeyword::new)
                        .toList())
                .build();
    }

    private static JsonNode load() {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
            return new YAMLMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
