package org.microwish.webhook;

/** CDI event: a command made a delivery due. */
record DeliveryDue() {}
