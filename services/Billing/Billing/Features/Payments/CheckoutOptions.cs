using System;

namespace Billing.Features.Payments;

/// <summary>The payment provider's hosted checkout (configuration section <c>Checkout</c>).</summary>
internal sealed class CheckoutOptions
{
    private const int ShortestSecret = 32;

    /// <summary>Shared with the provider, who signs his notifications with it; at least 32 characters.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Where the provider reaches Billing: scheme, host and port.</summary>
    public string NotifyBase { get; set; } = "";

    /// <summary>How long the provider may be silent before he is asked; then after twice that, and so on.</summary>
    public TimeSpan AskAfter { get; set; } = TimeSpan.FromMinutes(1);

    public bool IsComplete => HasSecret && NotifyBase.Length > 0;

    /// <summary>Without one nobody's signature is right.</summary>
    public bool HasSecret => Secret.Length >= ShortestSecret;
}
