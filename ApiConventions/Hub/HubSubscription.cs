using System;

namespace ApiConventions.Hub;

/// <summary>Somebody listens to an API's events.</summary>
/// <param name="Callback">Events are POSTed to <c>{callback}/listener/{event}</c>.</param>
/// <param name="Query">Which events; null for all.</param>
/// <param name="Subject">The token's subject that subscribed.</param>
/// <param name="Role">Its role, and with account and unit what it may see: only that does it hear of.</param>
/// <param name="AccountId">The account it is bound to; null for everybody but customers.</param>
/// <param name="Unit">The unit it belongs to; null when its token names none.</param>
public sealed record HubSubscription(
    Guid Id,
    string Callback,
    string? Query,
    string Subject,
    string Role,
    Guid? AccountId,
    string? Unit
)
{
    /// <summary>TM Forum's listener address of an event: <c>{callback}/listener/troubleTicketCreateEvent</c>.</summary>
    public Uri ListenerOf(string eventType)
    {
        var address = new UriBuilder(Callback);
        address.Path = $"{address.Path.TrimEnd('/')}/listener/{char.ToLowerInvariant(eventType[0])}{eventType[1..]}";
        return address.Uri;
    }
}
