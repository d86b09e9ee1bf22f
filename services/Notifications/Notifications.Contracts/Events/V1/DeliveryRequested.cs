using System;

namespace Notifications.Contracts.Events.V1;

/// <summary>
/// The owner of a fact wants a partner told (features.md N9; tmf.md, hub). Declared here, published by owners: they keep
/// the subscriptions, decide who may hear what, and render the body; Notifications signs and delivers it as it stands.
/// </summary>
/// <param name="DeliveryId">This delivery; the partner sees it as <c>webhook-id</c> and recognises a second copy by it.</param>
/// <param name="SubscriptionId">For whom; the signing secret is derived from it.</param>
/// <param name="Owner">The service that keeps the subscription, e.g. <c>complaints</c>.</param>
/// <param name="Url">Where the body is POSTed to.</param>
/// <param name="EventType">What it tells, e.g. <c>TroubleTicketCreateEvent</c>.</param>
/// <param name="ContentType">The body's media type.</param>
/// <param name="Body">At most 20 kB of text, sent byte for byte as UTF-8.</param>
/// <param name="RequestedAt">When, UTC.</param>
/// <param name="PartnerId">
/// The partner whose endpoint it is, who may look at its own deliveries; null for listeners of a hub.
/// </param>
/// <param name="SigningGeneration">
/// Which generations of the subscription's secret sign, newest first and separated by blanks: after a rotation the old
/// one signs, too, for a while. Null: the secret was never rotated and has no generations.
/// </param>
public sealed record DeliveryRequested(
    Guid DeliveryId,
    Guid SubscriptionId,
    string Owner,
    string Url,
    string EventType,
    string ContentType,
    string Body,
    DateTimeOffset RequestedAt,
    Guid? PartnerId = null,
    string? SigningGeneration = null
);
