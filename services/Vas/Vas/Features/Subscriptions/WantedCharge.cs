using System;
using System.ComponentModel.DataAnnotations;
using ApiConventions;
using ApiConventions.Errors;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <param name="Key">The provider's own number of this charge, unique for ever: the same again is the same charge.</param>
/// <param name="ServiceId">One of the provider's own.</param>
/// <param name="SubscriptionId">Whose, by the subscription or</param>
/// <param name="ServiceNumber">by the line's number.</param>
/// <param name="Amount">More than 0, two decimals, at most what the customer agreed to.</param>
/// <param name="OccurredAt">When the customer used what is charged.</param>
/// <param name="CallSeconds">For a call, how long it was: the first seconds are free.</param>
public sealed record ChargeCustomerRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(100, MinimumLength = 1, ErrorMessage = "1 to 100 characters are expected.")
    ]
        string Key,
    [Required(ErrorMessage = "It is mandatory.")] string ServiceId,
    string? SubscriptionId,
    string? ServiceNumber,
    [Required(ErrorMessage = "It is mandatory.")] decimal? Amount,
    [Required(ErrorMessage = "It is mandatory.")] DateTimeOffset? OccurredAt,
    [Range(0, 86_400, ErrorMessage = "0 to 86400 seconds are expected.")] int? CallSeconds
);

/// <summary>A request to charge, understood. An id that is none is nobody's: <see cref="Guid.Empty"/>.</summary>
internal sealed record WantedCharge(Guid ServiceId, Guid? SubscriptionId, string? ServiceNumber, ChargeAttempt Attempt)
{
    /// <param name="request">Past the checks that its attributes name.</param>
    /// <param name="at">Where it stands in the body, with a dot at its end: <c>charges[3].</c></param>
    /// <exception cref="InvalidInput">For <c>subscriptionId</c> or <c>amount</c>.</exception>
    public static WantedCharge Read(ChargeCustomerRequest request, string at = "")
    {
        if (request.SubscriptionId is null && request.ServiceNumber is null)
        {
            throw new InvalidInput($"{at}subscriptionId", "A subscriptionId or a serviceNumber is expected.");
        }

        var amount = request.Amount!.Value;
        if (amount <= 0 || amount > 1_000_000 || decimal.Round(amount, 2) != amount)
        {
            throw new InvalidInput($"{at}amount", "More than 0 and at most 1000000 with two decimals is expected.");
        }

        var occurred = request.OccurredAt!.Value;
        return new(
            IdOf(request.ServiceId),
            request.SubscriptionId is null ? null : IdOf(request.SubscriptionId),
            request.ServiceNumber,
            new(
                request.Key,
                amount + 0.00m,
                occurred.AddTicks(-(occurred.Ticks % TimeSpan.TicksPerMicrosecond)), // as precise as it is kept
                request.CallSeconds
            )
        );
    }

    private static Guid IdOf(string text) => Ids.TryRead(text, out var id) ? id : Guid.Empty;
}
