package org.microwish.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import org.microwish.platform.contract.AnswerRules;

/** Checks every answer that a test gets through REST Assured against the contract. */
public class StrictAnswers implements QuarkusTestBeforeClassCallback, Filter {

  private static boolean installed;

  @Override
  public void beforeClass(Class<?> testClass) {
    if (!installed) {
      installed = true;
      RestAssured.filters(this);
    }
  }

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification specification,
      FilterContext context) {
    Response response = context.next(request, specification);
    AnswerRules.check(
        request.getMethod(),
        URI.create(request.getURI()).getRawPath(),
        response.statusCode(),
        response.headers().asList().stream().map(Header::getName).toList(),
        response.contentType(),
        response.asByteArray());
    return response;
  }
}
