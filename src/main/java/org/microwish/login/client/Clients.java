package org.microwish.login.client;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.caller.Scope;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.login.account.Epochs;
import org.microwish.party.Division;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.party.LockedOrganisation;
import org.microwish.party.OrganisationDissolved;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Versions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Creates, changes and revokes OAuth clients. Administrators manage the clients in the subtree of
 * their own division. Every change writes one ledger entry. Works in the caller's transaction.
 */
@ApplicationScoped
public class Clients {

  /** Maximum time for which the old secrets stay valid after a rotation. */
  static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

  private final EntityManager entities;
  private final ClientQueries queries;
  private final Versions versions;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Epochs epochs;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;

  Clients(
      EntityManager entities,
      ClientQueries queries,
      Versions versions,
      Divisions divisions,
      Organisations organisations,
      Epochs epochs,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.queries = queries;
    this.versions = versions;
    this.divisions = divisions;
    this.organisations = organisations;
    this.epochs = epochs;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /**
   * The result of a command on a client.
   *
   * @param secret the new secret in plaintext, or null if none was issued
   */
  public record RecordedClient(Client client, ClientSecret.Clear secret, LedgerReceipt ledger) {}

  /** Returns the client with that id, in any state. */
  Optional<Client> find(long id) {
    return Optional.ofNullable(entities.find(Client.class, id));
  }

  /**
   * Returns whether background work that a partner began with a token may continue: the partner's
   * client is active, still has the same role and division, and has the scopes. Returns true if the
   * caller is not a client of this service.
   */
  public boolean permits(Caller caller, Collection<Scope> scopes) {
    return Id.parse(caller.account())
        .flatMap(id -> find(id.value()))
        .map(
            row ->
                row.state == ClientState.ACTIVE
                    && row.role == caller.role()
                    && row.divisionPath.equals(caller.divisionPath())
                    && row.scopeList().containsAll(scopes))
        .orElse(true);
  }

  /** Returns the client if the caller administers its division; throws NOT_FOUND otherwise. */
  public Client read(Caller caller, long id) {
    return find(id)
        .filter(row -> caller.administers(row.divisionPath))
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /**
   * Returns the clients that the caller administers, in the order in which they were created.
   *
   * @param division the path of a subtree of divisions, or null for all divisions
   * @param state the state of the clients, or null for any state
   */
  public Page<Client> list(Caller caller, String division, ClientState state, PageQuery page) {
    return new Listing<>(Client.class, "from Client")
        .within("divisionPath", caller.divisionPath())
        .subtree("division", "divisionPath", division)
        .filter("state", state, "state = :state")
        .ascending("id", row -> row.id)
        .page(entities, page);
  }

  /** Returns the valid secrets of the given clients by client id, oldest first. */
  public Map<Long, List<ClientSecret>> secrets(Collection<Long> clientIds) {
    return clientIds.isEmpty()
        ? Map.of()
        : queries.secrets(clientIds, time.now()).stream()
            .collect(Collectors.groupingBy(secret -> secret.clientId));
  }

  /** Returns the secret with that id, if it is valid. */
  Optional<ClientSecret> secret(long secretId) {
    return Optional.ofNullable(entities.find(ClientSecret.class, secretId))
        .filter(secret -> secret.expiresAt == null || secret.expiresAt.isAfter(time.now()));
  }

  /** Creates a client. Issues a secret unless the request contains public keys. */
  public RecordedClient record(Caller caller, ClientRequest draft) {
    String jwks = draft.keys() == null ? null : ClientKeys.read(draft.keys());
    Client row = new Client();
    row.id = ids.next();
    row.version = 1;
    row.state = ClientState.ACTIVE;
    row.jwks = jwks;
    row.createdAt = time.now();
    row.updatedAt = row.createdAt;
    fill(caller, row, draft);
    entities.persist(row);
    entities.flush();
    ClientSecret.Clear secret = jwks == null ? addSecret(row) : null;
    return new RecordedClient(
        row, secret, append(caller, row, EntryType.CLIENT_RECORDED, ClientCommand.RECORD, null));
  }

  /**
   * Replaces a client's name, role, organisation, division and scopes. Revokes the client's tokens,
   * because they carry the old rights.
   *
   * @param version the versions that the caller accepts (If-Match)
   */
  public RecordedClient change(Caller caller, long id, IfMatch version, ClientRequest draft) {
    Client row = raise(caller, id, version);
    fill(caller, row, draft);
    epochs.raise(row.text());
    return changed(caller, row, ClientCommand.CHANGE, null);
  }

  /**
   * Issues a new secret for a client.
   *
   * @param overlap how long the old secrets stay valid; zero invalidates them and revokes all
   *     tokens of the client at once
   */
  public RecordedClient rotate(Caller caller, long id, Duration overlap) {
    Client row = raise(caller, id, IfMatch.ANY);
    Instant end = time.now().plus(overlap);
    queries.endSecrets(id, end);
    if (overlap.isZero()) {
      epochs.raise(row.text());
    }
    return changed(caller, row, ClientCommand.ROTATE_SECRET, addSecret(row));
  }

  /**
   * Replaces a client's public keys; an empty list removes all keys. Revokes all tokens of the
   * client.
   *
   * @param version the versions that the caller accepts (If-Match)
   */
  public RecordedClient setKeys(
      Caller caller, long id, IfMatch version, List<Map<String, Object>> keys) {
    String jwks = ClientKeys.read(keys);
    Client row = raise(caller, id, version);
    row.jwks = keys.isEmpty() ? null : jwks;
    epochs.raise(row.text());
    return changed(caller, row, ClientCommand.SET_KEYS, null);
  }

  /** Revokes a client permanently: deletes its credentials and revokes its tokens. */
  public RecordedClient revoke(Caller caller, long id) {
    Client row = raise(caller, id, IfMatch.ANY);
    row.state = ClientState.REVOKED;
    row.jwks = null;
    queries.deleteSecrets(id);
    epochs.raise(row.text());
    return changed(caller, row, ClientCommand.REVOKE, null);
  }

  /** Revokes the tokens of the clients that act for a dissolved organisation. */
  void dissolved(@Observes OrganisationDissolved organisation) {
    queries
        .ofOrganisation(organisation.id(), ClientState.ACTIVE)
        .forEach(row -> epochs.raise(row.text()));
  }

  /**
   * Locks the row of a client that the caller administers and increments its version. Throws
   * ALREADY_ENDED if the client is revoked.
   */
  private Client raise(Caller caller, long id, IfMatch version) {
    read(caller, id);
    Client row =
        versions.raise(
            Client.class,
            id,
            version,
            found -> {
              if (found.state != ClientState.ACTIVE) {
                throw ProblemType.ALREADY_ENDED.exception();
              }
            });
    row.updatedAt = EventTime.of(caller, null, row.updatedAt, time.now()).occurredAt();
    return row;
  }

  private void fill(Caller caller, Client row, ClientRequest draft) {
    if (draft.role() != Role.PARTNER && draft.role() != Role.AUDITOR) {
      throw ProblemException.invalid("/role", FieldFault.NOT_ALLOWED);
    }
    Division place = divisions.require(draft.division(), "/division");
    if (!caller.administers(place.path)) {
      throw Caller.forbidden();
    }
    if (draft.role() == Role.PARTNER && draft.organisationId() == null) {
      throw ProblemException.invalid("/organisationId", FieldFault.REQUIRED);
    }
    if (draft.organisationId() != null) {
      long id = draft.organisationId().value();
      LockedOrganisation organisation = organisations.lock(List.of(id)).get(id);
      if (organisation == null) {
        throw ProblemException.invalid("/organisationId", FieldFault.NOT_FOUND);
      }
      if (!organisation.isActive() || !caller.administers(organisation.divisionPath())) {
        throw ProblemException.invalid("/organisationId", FieldFault.NOT_ALLOWED);
      }
    }
    row.name = draft.name();
    row.role = draft.role();
    row.organisationId = draft.organisationId() == null ? null : draft.organisationId().value();
    row.divisionPath = place.path;
    row.scopes =
        draft.scopes().stream()
            .flatMap(name -> Scope.of(name).stream())
            .sorted()
            .map(Scope::value)
            .collect(Collectors.joining(" "));
  }

  private ClientSecret.Clear addSecret(Client row) {
    ClientSecret.Clear clear = ClientSecret.Clear.random(ids.next());
    ClientSecret secret = new ClientSecret();
    secret.id = clear.id();
    secret.clientId = row.id;
    secret.secretHash = clear.hash();
    secret.createdAt = time.now();
    entities.persist(secret);
    return clear;
  }

  private RecordedClient changed(
      Caller caller, Client row, ClientCommand command, ClientSecret.Clear secret) {
    return new RecordedClient(
        row, secret, append(caller, row, EntryType.CLIENT_CHANGED, command, ClientState.ACTIVE));
  }

  private LedgerReceipt append(
      Caller caller, Client row, EntryType type, ClientCommand command, ClientState from) {
    return ledger.append(
        new EntryDraft(
            ids.next(),
            type,
            AggregateType.CLIENT,
            row.text(),
            row.version,
            pseudonyms.actor(caller, 0),
            row.updatedAt,
            time.now(),
            new Transition(command.name(), from == null ? null : from.name(), row.state.name()),
            Map.of("client", facts(row)),
            List.of(),
            List.of(),
            DivisionCode.publicPath(row.divisionPath),
            row.organisationId));
  }

  private static Map<String, Object> facts(Client row) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("role", row.role.name());
    facts.put("state", row.state.name());
    facts.put("scopes", row.scopeList().stream().map(Scope::value).toList());
    facts.put("division", DivisionCode.publicPath(row.divisionPath));
    if (row.organisationId != null) {
      facts.put("organisation", Id.text(row.organisationId));
    }
    facts.put("keys", (long) ClientKeys.ids(row.jwks).size());
    return facts;
  }
}
