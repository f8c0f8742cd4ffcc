package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;

/**
 * Handles the uploads of both evidence resources: authorises the caller before it reads the form,
 * stores the file before it inserts the evidence row, and stores no file for a repeated request.
 */
@ApplicationScoped
class EvidenceUpload {

  private final EvidenceService service;
  private final Commands commands;
  private final Validator validator;

  EvidenceUpload(EvidenceService service, Commands commands, Validator validator) {
    this.service = service;
    this.commands = commands;
    this.validator = validator;
  }

  /**
   * The data of a request that are hashed to recognise a repeated request. The hash of the uploaded
   * bytes represents the file.
   */
  private record Request(
      Id wishId,
      Id claimId,
      Evidence.Kind kind,
      Evidence.Stage stage,
      Confidential note,
      String uploadSha256) {}

  Response receive(
      Caller caller,
      String operation,
      long wishId,
      Long claimId,
      MultipartFormDataInput input,
      HttpHeaders headers) {
    // Does not use @Creates: the file must be stored before the transaction, and must not be stored
    // again for a repeated idempotency key.
    commands.requireKey(headers);
    service.requireMayAdd(caller, wishId, claimId);
    EvidenceForm form = EvidenceForm.read(input, validator);
    Request request =
        new Request(
            new Id(wishId),
            claimId == null ? null : new Id(claimId),
            form.kind(),
            form.stage(),
            form.note(),
            sha256(form.file()));
    EvidenceService.Deposit deposit =
        commands.isRepeat(caller, operation, headers) ? null : service.store(form.file());
    return commands.create(
        caller,
        operation,
        headers,
        request,
        () -> {
          WishReceipt receipt =
              service.add(
                  caller,
                  wishId,
                  claimId,
                  form.kind(),
                  form.stage(),
                  Confidential.text(form.note()),
                  deposit,
                  null);
          return Answer.created("/evidence/" + receipt.item() + "/content", receipt);
        });
  }

  private static String sha256(Path file) {
    try (DigestInputStream bytes =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      bytes.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
