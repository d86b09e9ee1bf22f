using System;
using System.Collections.Generic;

namespace Vas.Domain.Subscriptions;

/// <summary>By which rules a customer subscribes, stays subscribed and stops, as of a moment (policies.md, <c>vas.*</c>).</summary>
/// <param name="ConfirmWindow">How long a prompt waits for its answer.</param>
/// <param name="Accept">The one answer that subscribes, blanks around it apart.</param>
/// <param name="MustState">What a prompt has to say: <c>provider</c>, <c>service</c>, <c>fee</c> and so on.</param>
/// <param name="RenewalNotice">Days before a renewal at which the customer is told.</param>
/// <param name="InactiveAfter">Months without use after which a subscription ends by itself.</param>
/// <param name="FreeSeconds">Of a voice service: not charged at the beginning of a call.</param>
/// <param name="StopTarget">How soon a stop shall be done.</param>
/// <param name="StopMax">How late it may be done at the very latest.</param>
/// <param name="Keywords">The numbers that answer what one has, and stop it.</param>
public sealed record SubscriptionTerms(
    TimeSpan ConfirmWindow,
    string Accept,
    IReadOnlySet<string> MustState,
    int RenewalNotice,
    int InactiveAfter,
    int FreeSeconds,
    TimeSpan StopTarget,
    TimeSpan StopMax,
    IReadOnlySet<string> Keywords
);
