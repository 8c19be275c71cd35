package io.vnetflowroutes.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** The key file of a service account of Google's, as its console writes them. */
final class GoogleKey {

  private GoogleKey() {}

  /** Writes a file with a new key, whose tokens come from this address. */
  static void write(Path file, String tokens) throws IOException, NoSuchAlgorithmException {
    byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key));
    Files.writeString(
        file,
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "type",
                    "service_account",
                    "client_email",
                    "flows@p.iam.gserviceaccount.com",
                    "private_key",
                    pem,
                    "token_uri",
                    tokens)));
  }
}
