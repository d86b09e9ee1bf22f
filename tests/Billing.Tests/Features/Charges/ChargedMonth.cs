using System.Threading.Tasks;
using Billing.Contracts.V1;
using Billing.Domain.Bills;
using Billing.Tests.Features.Bills;
using Xunit;

namespace Billing.Tests.Features.Charges;

/// <summary>The month that is over, with what third parties charged in it, and its bills.</summary>
public sealed class ChargedMonth : IAsyncLifetime
{
    public BilledMonth Billed { get; } = new();

    public PostChargeRequest Of15 { get; private set; } = null!;
    public PostChargeRequest Of17 { get; private set; } = null!;

    /// <summary>The month before it.</summary>
    internal BillingMonth Before => BillingMonth.Of(Billed.Month.First.AddDays(-1));

    public async ValueTask InitializeAsync()
    {
        await Billed.InitializeAsync();
        await PostAsync(11, Billed.Month);
        await PostAsync(12, Billed.Month);
        await PostAsync(12, BillingMonth.Of(Billed.Month.Last.AddDays(1)), amount: 5);
        await PostAsync(13, Before);
        await Billed.ReverseAsync(await PostAsync(14, Billed.Month));
        Of15 = await PostAsync(15, Billed.Month);
        await PostAsync(16, Billed.Month);
        Of17 = await PostAsync(17, Billed.Month);
        await Billed.BillAsync(Billed.Month);
    }

    public async ValueTask DisposeAsync() => await Billed.DisposeAsync();

    private async Task<PostChargeRequest> PostAsync(int n, BillingMonth month, decimal amount = 8)
    {
        var charge = ChargeOfMonth.Of(n, month, amount);
        await Billed.PostAsync(charge);
        return charge;
    }
}
