package org.microwish.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.microwish.identity.Caller;
import org.microwish.identity.Role;
import org.microwish.platform.Ids;
import org.microwish.platform.Transactions;

/** What the vault keeps, finds and destroys. */
@QuarkusTest
class VaultTest {

  @Inject Vault vault;
  @Inject Ids ids;
  @Inject Transactions transactions;

  @Test
  void aPhoneIsFoundHoweverItIsWritten() {
    Subject one = Subject.member(ids.next());
    Subject other = Subject.member(ids.next());
    Subject wish = Subject.wish(ids.next());
    store(one, Map.of("name", "王小明", "phone", "13912340001"));
    store(other, Map.of("name", "王大明", "phone", "13912340001"));
    store(wish, Map.of("contactPhone", "13912340001"));

    assertThat(find(SubjectType.MEMBER, "phone", "+86 139-1234-0001"))
        .containsExactly(one.id(), other.id());
    assertThat(find(SubjectType.WISH, "contactPhone", "139 1234 0001")).containsExactly(wish.id());
    assertThat(find(SubjectType.MEMBER, "phone", "13912340002")).isEmpty();
    assertThat(find(SubjectType.MEMBER, "phone", "王小明")).isEmpty();

    store(one, Map.of("phone", "13912340003"));
    assertThat(find(SubjectType.MEMBER, "phone", "13912340001")).containsExactly(other.id());
  }

  @Test
  void whatIsErasedIsGoneAndNothingElseIs() {
    Subject member = Subject.member(ids.next());
    Subject wish = Subject.wish(ids.next());
    Subject kept = Subject.wish(ids.next());
    Caller resident = new Caller("grandma-" + wish.id(), Role.RESIDENT, null, null, null);
    for (Subject each : List.of(member, wish, kept)) {
      store(each, Map.of("name", "李四", "phone", "13912340004"));
    }
    String pseudonym = transactions.call(() -> vault.memberPseudonym(member.id()));
    String here = transactions.call(() -> vault.actor(resident, wish.id()).pseudonym());
    String there = transactions.call(() -> vault.actor(resident, kept.id()).pseudonym());

    transactions.run(
        () -> {
          vault.erase(member);
          vault.erase(wish);
          vault.erase(wish);
        });

    transactions.run(
        () -> {
          assertThat(vault.read(member)).isEmpty();
          assertThat(vault.read(wish)).isEmpty();
          assertThat(vault.read(kept)).hasSize(2);
          assertThat(vault.lastCommitment(wish, "name")).isEmpty();
          assertThat(vault.lastCommitment(kept, "name")).isPresent();
          assertThat(vault.find(SubjectType.MEMBER, "phone", "13912340004"))
              .doesNotContain(member.id());
          assertThat(vault.memberOf(pseudonym)).isNull();
          assertThat(vault.actor(resident, kept.id()).pseudonym()).isEqualTo(there);
          assertThat(vault.actor(resident, wish.id()).pseudonym()).isNotEqualTo(here);
        });
  }

  private void store(Subject subject, Map<String, String> values) {
    transactions.run(() -> vault.store(ids.next(), subject, values));
  }

  private List<Long> find(SubjectType type, String field, String value) {
    return transactions.call(() -> vault.find(type, field, value));
  }
}
