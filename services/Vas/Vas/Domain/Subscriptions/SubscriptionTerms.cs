using System;
using System.Collections.Generic;

namespace Vas.Domain.Subscriptions;

/// <summary>By which rules a customer subscribes, stays subscribed and stops, as of a moment (policies.md, <c>vas.*</c>).</summary>
/// <param name="ConfirmWindow">How long a prompt waits for its answer.</param>
/// <param name="Accept">The one answer that subscribes, blanks around it apart.</param>
/// <param name="RenewalNotice">Days before a renewal at which the customer is told.</param>
/// <param name="InactiveAfter">Months without use after which a subscription ends by itself.</param>
/// <param name="FreeSeconds">A call that is over by then is not charged.</param>
/// <param name="Keywords">The numbers that answer what one has, and stop it.</param>
public sealed record SubscriptionTerms(
    TimeSpan ConfirmWindow,
    string Accept,
    int RenewalNotice,
    int InactiveAfter,
    int FreeSeconds,
    IReadOnlySet<string> Keywords
);
