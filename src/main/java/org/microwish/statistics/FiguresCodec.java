package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.statistics.fold.BoardFigures;
import org.microwish.statistics.fold.CheckInFigures;
import org.microwish.statistics.fold.DemandFigures;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.GroupFigures;
import org.microwish.statistics.fold.MemberFigures;
import org.microwish.statistics.fold.WishFigures;

/**
 * Converts figures to and from JSON, the format in the database, with times in microseconds since
 * 1970. Equal strings are read as one object to save memory, because thousands of wishes name the
 * same communities, organisations and members.
 */
final class FiguresCodec {

  /** Maximum number of strings kept for reuse; when it is exceeded, all of them are dropped. */
  private static final int SHARED = 200_000;

  private final Map<String, String> shared = new ConcurrentHashMap<>();

  private final ObjectMapper json =
      JsonMapper.builder()
          .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
          // Ignore unknown fields: during an upgrade, instances of the next release may already
          // store further fields.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .addModule(
              new SimpleModule()
                  .addSerializer(new MicrosWriter())
                  .addDeserializer(Instant.class, new MicrosReader())
                  .addSerializer(new MonthWriter())
                  .addDeserializer(YearMonth.class, new MonthReader())
                  .addDeserializer(String.class, new SharedStringReader()))
          .build();

  byte[] write(Figures figures) {
    try {
      return json.writeValueAsBytes(figures);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Figures read(AggregateType type, byte[] bytes) {
    try {
      return json.readValue(bytes, shape(type));
    } catch (IOException damaged) {
      throw new IllegalStateException("stored figures cannot be parsed", damaged);
    }
  }

  private static Class<? extends Figures> shape(AggregateType type) {
    return switch (type) {
      case WISH -> WishFigures.class;
      case CHECK_IN -> CheckInFigures.class;
      case MEMBER -> MemberFigures.class;
      case LEADERBOARD -> BoardFigures.class;
      case GROUP -> GroupFigures.class;
      case DEMAND -> DemandFigures.class;
      case ORGANISATION,
          DIVISION,
          ACCOUNT,
          CLIENT,
          READ,
          SUBCATEGORY,
          FINDING,
          ERASURE,
          HOLD,
          CALENDAR,
          REPORT,
          WEIGHTS,
          DUTY,
          STATION ->
          throw new IllegalArgumentException("no figures for aggregate type " + type);
    };
  }

  private static final class MicrosWriter extends StdSerializer<Instant> {
    MicrosWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider context)
        throws IOException {
      out.writeNumber(ChronoUnit.MICROS.between(Instant.EPOCH, value));
    }
  }

  private static final class MicrosReader extends StdDeserializer<Instant> {
    MicrosReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Instant.EPOCH.plus(in.getLongValue(), ChronoUnit.MICROS);
    }
  }

  private static final class MonthWriter extends StdSerializer<YearMonth> {
    MonthWriter() {
      super(YearMonth.class);
    }

    @Override
    public void serialize(YearMonth value, JsonGenerator out, SerializerProvider context)
        throws IOException {
      out.writeString(value.toString());
    }
  }

  private static final class MonthReader extends StdDeserializer<YearMonth> {
    MonthReader() {
      super(YearMonth.class);
    }

    @Override
    public YearMonth deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return YearMonth.parse(in.getText());
    }
  }

  private final class SharedStringReader extends StdDeserializer<String> {
    SharedStringReader() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String text = in.getText();
      if (shared.size() > SHARED) {
        shared.clear();
      }
      String before = shared.putIfAbsent(text, text);
      return before == null ? text : before;
    }
  }
}
