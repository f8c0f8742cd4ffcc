package org.microwish.ledger.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class SignedNoteTest {

  /** The example note of the documentation of Go's golang.org/x/mod/sumdb/note. */
  private static final String GO_KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static final String GO_NOTE =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.

      \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
      """;

  private final NoteSigner log = NoteSigner.generate("log.example/ledger", NoteKey.Type.ED25519);
  private final NoteSigner witness = NoteSigner.generate("w.example", NoteKey.Type.COSIGNATURE);
  private final Checkpoint checkpoint =
      new Checkpoint("log.example/ledger", 20_852_163, Hash.of(Hashes.empty()));

  @Test
  void a_note_signed_by_another_implementation_is_verified() {
    NoteKey key = NoteKey.parse(GO_KEY);
    SignedNote note = SignedNote.parse(GO_NOTE);
    assertThat(note.signedBy(List.of(key))).containsExactly(key);
    assertThat(note.note()).isEqualTo(GO_NOTE);
    assertThat(key.text()).isEqualTo(GO_KEY);
  }

  @Test
  void a_change_of_any_character_invalidates_a_signed_note() {
    NoteKey key = NoteKey.parse(GO_KEY);
    for (int i = 0; i < GO_NOTE.length(); i++) {
      char other = GO_NOTE.charAt(i) == 'A' ? 'B' : 'A';
      String bent = GO_NOTE.substring(0, i) + other + GO_NOTE.substring(i + 1);
      assertThat(isSigned(bent, key)).as("character %d", i).isFalse();
    }
  }

  private static boolean isSigned(String note, NoteKey key) {
    try {
      return !SignedNote.parse(note).signedBy(List.of(key)).isEmpty();
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @Test
  void a_checkpoint_is_signed_and_cosigned() {
    String text = checkpoint.text();
    assertThat(text)
        .isEqualTo("log.example/ledger\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
    assertThat(Checkpoint.parse(text)).isEqualTo(checkpoint);
    SignedNote note =
        new SignedNote(text, List.of(log.sign(text)))
            .with(List.of(witness.cosign(text, 1_700_000_000)));
    SignedNote read = SignedNote.parse(note.note());
    assertThat(read).isEqualTo(note);
    assertThat(read.signedBy(List.of(log.key(), witness.key())))
        .containsExactly(log.key(), witness.key());
    assertThat(read.lines().getLast().cosignedAt()).isEqualTo(1_700_000_000);
    // A cosignature is bound to its time.
    byte[] bytes = read.lines().getLast().bytes();
    bytes[7]++;
    SignedNote.Line later = SignedNote.Line.of(witness.key(), bytes);
    assertThat(later.isGood(witness.key(), text)).isFalse();
  }

  @Test
  void signatures_of_unknown_keys_are_ignored_and_a_wrong_one_of_a_known_key_is_refused() {
    String text = checkpoint.text();
    NoteSigner stranger = NoteSigner.generate("log.example/ledger", NoteKey.Type.ED25519);
    SignedNote foreign = new SignedNote(text, List.of(stranger.sign(text)));
    assertThat(foreign.signedBy(List.of(log.key()))).isEmpty();
    SignedNote forged =
        new SignedNote(text, List.of(log.sign(text), SignedNote.Line.of(log.key(), new byte[64])));
    assertThat(forged.signedBy(List.of(log.key()))).containsExactly(log.key());
    SignedNote forgedFirst =
        new SignedNote(text, List.of(SignedNote.Line.of(log.key(), new byte[64]), log.sign(text)));
    assertThatThrownBy(() -> forgedFirst.signedBy(List.of(log.key())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_private_key_can_be_read_from_its_pem() {
    NoteSigner read = NoteSigner.parse("log.example/ledger", NoteKey.Type.ED25519, log.pem());
    assertThat(read.key()).isEqualTo(log.key());
    assertThat(read.sign("x\n").isGood(log.key(), "x\n")).isTrue();
    assertThatThrownBy(() -> NoteSigner.parse("a", NoteKey.Type.ED25519, "none"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a+b",
        "a+00000000+AA==",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
      })
  void an_ill_formed_verifier_key_is_refused(String text) {
    assertThatThrownBy(() -> NoteKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "o\n",
        "o\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
        "o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "o\n99999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
      })
  void an_ill_formed_checkpoint_is_refused(String text) {
    assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_proof_file_proves_only_its_own_leaf() {
    Frontier frontier = new Frontier();
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      leaves.add(Hashes.leaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
      frontier.append(leaves.getLast());
    }
    byte[] joined = new byte[11 * 32];
    for (int i = 0; i < 11; i++) {
      System.arraycopy(leaves.get(i), 0, joined, i * 32, 32);
    }
    Nodes nodes = new TileNodes((level, index, width) -> joined);
    String text = new Checkpoint("log.example/ledger", 11, Hash.of(frontier.root())).text();
    String note = new SignedNote(text, List.of(log.sign(text))).note();
    TlogProof proof =
        new TlogProof(7, Proofs.inclusion(nodes, 7, 11).stream().map(Hash::of).toList(), note);
    assertThat(proof.text())
        .startsWith("c2sp.org/tlog-proof@v1\nindex 7\n")
        .endsWith("\n\n" + note);
    TlogProof read = TlogProof.parse(proof.text());
    assertThat(read).isEqualTo(proof);
    assertThat(read.proves(leaves.get(7), log.key())).isTrue();
    assertThat(read.proves(leaves.get(6), log.key())).isFalse();
    assertThat(read.proves(leaves.get(7), witness.key())).isFalse();
    assertThat(TlogProof.parse(proof.text().replace("index 7", "extra eA==\nindex 7")))
        .isEqualTo(proof);
    assertThat(
            TlogProof.parse(proof.text().replace("index 7", "index 6"))
                .proves(leaves.get(7), log.key()))
        .isFalse();
    for (String bent : List.of("", "index 7\n\n", proof.text().replace("@v1", "@v2"))) {
      assertThatThrownBy(() -> TlogProof.parse(bent)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
