package io.vnetflowroutes.check;

/**
 * The result of one check.
 *
 * @param subject what it belongs to: {@code configuration}, {@code source prod}, {@code destination
 *     lake}, {@code disk}
 * @param check a short word that stays the same, for scripts: {@code token}, {@code topic}
 * @param verdict how it stands
 * @param text one sentence; where something is wrong it says what to do
 */
public record CheckResult(String subject, String check, CheckStatus verdict, String text) {}
