package org.microwish.webhook;

/** CDI event: a command made a delivery due, so the sender should look for it after the commit. */
record DeliveryDue() {}
