using System;
using System.Diagnostics.CodeAnalysis;

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
    /// <summary>
    /// Was it taken by rules that still hold? One row that an older version took must not stop the writes of everybody else.
    /// </summary>
    public bool IsReadable => TryListener("x", out _) && HubQuery.Stored(Query) is not null;

    /// <summary>TM Forum's listener address of an event: <c>{callback}/listener/troubleTicketCreateEvent</c>.</summary>
    /// <exception cref="InvalidOperationException">The callback is no address; see <see cref="IsReadable"/>.</exception>
    public Uri ListenerOf(string eventType) =>
        TryListener(eventType, out var listener)
            ? listener
            : throw new InvalidOperationException($"Subscription {Id} has no address to call.");

    private bool TryListener(string eventType, [NotNullWhen(true)] out Uri? listener)
    {
        listener = null;
        return Uri.TryCreate(Callback, UriKind.Absolute, out var callback)
            && Uri.TryCreate(
                $"{callback.GetLeftPart(UriPartial.Authority)}{callback.AbsolutePath.TrimEnd('/')}"
                    + $"/listener/{char.ToLowerInvariant(eventType[0])}{eventType[1..]}{callback.Query}",
                UriKind.Absolute,
                out listener
            );
    }
}
