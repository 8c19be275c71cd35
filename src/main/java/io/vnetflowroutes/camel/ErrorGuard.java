package io.vnetflowroutes.camel;

import io.vnetflowroutes.errors.ThrownError;
import io.vnetflowroutes.poll.WarningThrottle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.impl.engine.DefaultReactiveExecutor;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.reifier.SplitReifier;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops an {@link Error} from ending the routes silently.
 *
 * <p>Camel catches only exceptions. An error that passes through it leaves its message unfinished,
 * and whatever waits for the message, such as the next poll, waits forever. This class therefore
 * turns an error of a step, or of what a split iterates over, into an exception, and the program
 * retries as after any failure. An error that still passes through Camel's engine ends the process.
 *
 * <p>Any thread of Camel may run what it wraps.
 */
final class ErrorGuard extends MainListenerSupport {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorGuard.class);

  private final WarningThrottle throttle;
  private final Consumer<Error> end;

  /**
   * @param throttle limits repeated warnings
   * @param end ends the process
   */
  ErrorGuard(WarningThrottle throttle, Consumer<Error> end) {
    this.throttle = throttle;
    this.end = end;
  }

  @Override
  public void beforeInitialize(BaseMainSupport main) {
    ExtendedCamelContext camel = main.getCamelContext().getCamelContextExtension();
    camel.setReactiveExecutor(new Engine(end));
    camel.addInterceptStrategy(new Steps());
    ProcessorReifier.registerReifier(SplitDefinition.class, Splits::new);
  }

  /** Logs the error, once an hour, because the handler of the exception may not. */
  private ThrownError thrown(Error error) {
    ThrownError thrown = new ThrownError(error);
    if (throttle.count(thrown.getMessage()) == 1) {
      LOG.atError().log("What was in hand is tried again. {}", thrown.getMessage());
    }
    LOG.debug("What was in hand is tried again", error);
    return thrown;
  }

  /** Runs all steps of Camel; an error leaves it where it was first called. */
  private static final class Engine extends DefaultReactiveExecutor {

    private final Consumer<Error> end;

    Engine(Consumer<Error> end) {
      this.end = end;
    }

    @Override
    public void schedule(Runnable work) {
      try {
        super.schedule(work);
      } catch (Error e) {
        end.accept(e);
        throw e;
      }
    }

    @Override
    public void scheduleMain(Runnable work) {
      try {
        super.scheduleMain(work);
      } catch (Error e) {
        end.accept(e);
        throw e;
      }
    }

    @Override
    public void scheduleSync(Runnable work) {
      try {
        super.scheduleSync(work);
      } catch (Error e) {
        end.accept(e);
        throw e;
      }
    }

    @Override
    public boolean executeFromQueue() {
      try {
        return super.executeFromQueue();
      } catch (Error e) {
        end.accept(e);
        throw e;
      }
    }
  }

  private final class Steps implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
        CamelContext camel, NamedNode definition, Processor step, Processor next) {
      return new Step(step);
    }
  }

  private final class Step extends DelegateAsyncProcessor {

    Step(Processor step) {
      super(step);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      Done done = new Done(exchange, callback);
      try {
        return super.process(exchange, done);
      } catch (Error e) {
        if (!done.first()) {
          throw e;
        }
        exchange.setException(thrown(e));
        callback.done(true);
        return true;
      }
    }
  }

  /** Called once by a step, or else by the guard of that step. */
  private final class Done implements AsyncCallback {

    private final AtomicBoolean done = new AtomicBoolean();
    private final Exchange exchange;
    private final AsyncCallback callback;

    Done(Exchange exchange, AsyncCallback callback) {
      this.exchange = exchange;
      this.callback = callback;
    }

    boolean first() {
      return done.compareAndSet(false, true);
    }

    @Override
    public void done(boolean synchronously) {
      if (first()) {
        unwrap();
        callback.done(synchronously);
      }
    }

    /** Takes a bean's error out of Camel's exception, which hides it. */
    private void unwrap() {
      Throwable cause = exchange.getException();
      while (cause instanceof RuntimeCamelException) {
        cause = cause.getCause();
      }
      if (cause instanceof Error error) {
        exchange.setException(thrown(error));
      }
    }
  }

  private final class Splits extends SplitReifier {

    Splits(Route route, ProcessorDefinition<?> definition) {
      super(route, definition);
    }

    @Override
    protected Expression createExpression(ExpressionDefinition expression) {
      Expression elements = super.createExpression(expression);
      return new ExpressionAdapter() {
        @Override
        public void init(CamelContext camel) {
          elements.init(camel);
        }

        @Override
        public Object evaluate(Exchange exchange) {
          return GuardedIterator.of(
              elements.evaluate(exchange, Object.class), ErrorGuard.this::thrown);
        }
      };
    }
  }
}
