package org.microwish.wish;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Text;
import org.microwish.problem.Characters;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * The multipart form of an upload in the format of {@code wx.uploadFile}: one file and a few
 * fields. The file's name and declared type are not read.
 */
record EvidenceForm(
    Path file,
    Evidence.Kind kind,
    Evidence.Stage stage,
    @Text(max = 1000, lines = true) Confidential note) {

  private static final String FILE = "file";
  private static final String KIND = "kind";
  private static final String STAGE = "stage";
  private static final String NOTE = "note";

  /** Describes the form in the API contract. */
  @Schema(
      name = "EvidenceUpload",
      requiredProperties = {FILE, KIND})
  record Contract(
      @Schema(
              type = SchemaType.STRING,
              format = "binary",
              description =
                  "A JPEG, PNG, WebP or PDF file of at most 10 MiB; the type is detected from its"
                      + " content")
          String file,
      Evidence.Kind kind,
      @Schema(description = "The stage of the work that the file shows") Evidence.Stage stage,
      @Schema(maxLength = 1000, description = "A note on the file") Confidential note) {}

  /**
   * Reads the form; refuses unknown, duplicate and missing parts with the same problems as in a
   * JSON body.
   */
  static EvidenceForm read(MultipartFormDataInput input, Validator validator) {
    List<FieldError> errors = new ArrayList<>();
    Map<String, Collection<FormValue>> parts = input.getValues();
    for (String name : parts.keySet()) {
      // A part without a name has the key null.
      if (name == null || !Set.of(FILE, KIND, STAGE, NOTE).contains(name)) {
        errors.add(
            FieldError.body(name == null ? "" : pointer(name), FieldFault.UNKNOWN_FIELD)
                .with("allowed", List.of(FILE, KIND, STAGE, NOTE)));
      }
    }
    FormValue file = single(parts, FILE, true, errors);
    FormValue kind = single(parts, KIND, true, errors);
    FormValue stage = single(parts, STAGE, false, errors);
    FormValue note = single(parts, NOTE, false, errors);
    EvidenceForm form =
        new EvidenceForm(
            file == null ? null : file(file, errors),
            kind == null ? null : constant(Evidence.Kind.class, kind, KIND, errors),
            stage == null ? null : constant(Evidence.Stage.class, stage, STAGE, errors),
            note == null ? null : Confidential.of(text(note, NOTE, errors)));
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    Set<ConstraintViolation<EvidenceForm>> violations = validator.validate(form);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    return form;
  }

  private static FormValue single(
      Map<String, Collection<FormValue>> parts,
      String name,
      boolean required,
      List<FieldError> errors) {
    Collection<FormValue> found = parts.getOrDefault(name, List.of());
    if (found.size() > 1) {
      errors.add(FieldError.body(pointer(name), FieldFault.DUPLICATE_FIELD));
    } else if (found.isEmpty() && required) {
      errors.add(FieldError.body(pointer(name), FieldFault.REQUIRED));
    }
    return found.size() == 1 ? found.iterator().next() : null;
  }

  private static Path file(FormValue part, List<FieldError> errors) {
    // A part with a content type but no filename is held in memory and has no uploaded file.
    if (part.isFileItem() && part.getFileItem().getFile() != null) {
      return part.getFileItem().getFile();
    }
    errors.add(FieldError.body(pointer(FILE), FieldFault.WRONG_TYPE));
    return null;
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, FormValue part, String name, List<FieldError> errors) {
    String text = text(part, name, errors);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    if (text != null) {
      errors.add(
          FieldError.body(pointer(name), FieldFault.UNKNOWN_VALUE)
              .with("allowed", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()));
    }
    return null;
  }

  private static String text(FormValue part, String name, List<FieldError> errors) {
    if (part.isFileItem()) {
      errors.add(FieldError.body(pointer(name), FieldFault.WRONG_TYPE));
      return null;
    }
    return part.getValue();
  }

  private static String pointer(String name) {
    return Characters.isName(name) ? "/" + name.replace("~", "~0").replace("/", "~1") : "";
  }
}
