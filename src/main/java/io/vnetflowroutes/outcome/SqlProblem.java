package io.vnetflowroutes.outcome;

import io.vnetflowroutes.outcome.SendOutcome.Kind;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import java.util.Set;

/**
 * What the error of a database means for a message whose flows go into its tables. The SQL standard
 * gives each error a state, whose first two letters are its class; the drivers of some databases
 * choose a type of exception instead.
 */
public final class SqlProblem {

  /** Cardinality violation, data exception, integrity constraint, check option. */
  private static final Set<String> OF_A_ROW = Set.of("21", "22", "23", "44");

  /** Invalid authorization. */
  private static final Set<String> OF_THE_LOGIN = Set.of("28");

  /** Feature, catalog name, schema name, syntax or access rule. */
  private static final Set<String> OF_THE_STATEMENT = Set.of("0A", "3D", "3F", "42");

  private final SQLException error;

  public SqlProblem(SQLException error) {
    this.error = error;
  }

  /** The outcome: one wrong row makes the whole statement fail. */
  public Kind kind() {
    if (ofARow()) {
      return Kind.TOO_LARGE;
    }
    return ofTheLogin() || ofTheStatement() ? Kind.SETUP : Kind.LATER;
  }

  private boolean ofARow() {
    return error instanceof SQLDataException
        || error instanceof SQLIntegrityConstraintViolationException
        || isOf(OF_A_ROW);
  }

  private boolean ofTheLogin() {
    return error instanceof SQLInvalidAuthorizationSpecException || isOf(OF_THE_LOGIN);
  }

  private boolean ofTheStatement() {
    return error instanceof SQLSyntaxErrorException || isOf(OF_THE_STATEMENT);
  }

  private boolean isOf(Set<String> classes) {
    String state = error.getSQLState();
    return state != null && state.length() > 1 && classes.contains(state.substring(0, 2));
  }

  /** A sentence without the message of the driver, which may quote a flow or a password. */
  public String sentence() {
    String code = " (SQLSTATE %s, code %d)".formatted(error.getSQLState(), error.getErrorCode());
    if (ofARow()) {
      return "the database refuses a row, because of a value in it or a constraint" + code;
    }
    if (ofTheLogin()) {
      return "the database refuses the login; check the user and the password" + code;
    }
    return ofTheStatement()
        ? "the database refuses the statement; check it, the table, and what the user may do" + code
        : "the database does not answer as it must; check that it runs and can be reached" + code;
  }
}
