using System;
using System.Globalization;
using System.Threading.Tasks;
using Billing.Contracts.V1;
using Billing.Data.Seeds;
using Billing.Domain.Bills;
using Billing.Tests.Features.Bills;
using Grpc.Core;
using Grpc.Net.Client;
using ServiceDefaults.Security;
using ChargesClient = Billing.Contracts.V1.Charges.ChargesClient;

namespace Billing.Tests.Features.Charges;

/// <summary>What Vas asks Billing for, over real gRPC.</summary>
internal static class ChargeOfMonth
{
    /// <summary>A charge of the n-th account's first line, on the tenth of a month.</summary>
    public static PostChargeRequest Of(int n, BillingMonth month, decimal amount = 8)
    {
        var id = Guid.CreateVersion7();
        return new()
        {
            ChargeId = $"{id}",
            BusinessKey = $"vas:{id}",
            AccountId = $"{SeededOperator.AccountId(n)}",
            LineId = $"{SeededOperator.LineId(n, 1)}",
            ProviderId = "0190c000-0000-7000-8000-000000000001",
            ProviderNameZh = "天空信息",
            ProviderNameEn = "Sky Information",
            ServiceId = "0190c001-0000-7000-8000-000000000065",
            ServiceNameZh = "每日天气",
            ServiceNameEn = "Weather daily",
            Amount = amount.ToString("0.00", CultureInfo.InvariantCulture),
            Currency = "CNY",
            OccurredAt = $"{month}-10T04:00:00.1234567Z",
        };
    }

    public static Task<ChargeAnswer> PostAsync(
        this BilledMonth billed,
        PostChargeRequest request,
        string? role = null
    ) => billed.CallAsync((charges, headers) => charges.PostAsync(request, headers), role);

    public static Task<PostManyAnswer> PostManyAsync(this BilledMonth billed, params PostChargeRequest[] charges) =>
        billed.CallAsync(
            (client, headers) => client.PostManyAsync(new() { Charges = { charges } }, headers),
            role: null
        );

    public static Task<ChargeAnswer> ReverseAsync(
        this BilledMonth billed,
        PostChargeRequest posted,
        string? role = null,
        string extra = ""
    ) =>
        billed.CallAsync(
            (charges, headers) =>
                charges.ReverseAsync(
                    new()
                    {
                        ChargeId = posted.ChargeId,
                        BusinessKey = posted.BusinessKey,
                        Reason = "未经确认即收费",
                        Extra = extra,
                    },
                    headers
                ),
            role
        );

    private static async Task<TAnswer> CallAsync<TAnswer>(
        this BilledMonth billed,
        Func<ChargesClient, Metadata, AsyncUnaryCall<TAnswer>> call,
        string? role
    )
    {
        using var channel = GrpcChannel.ForAddress(billed.Billing.Addresses.Grpc);
        var token = billed.Issuer.Token(role ?? Roles.Service);
        return await call(new ChargesClient(channel), new Metadata { { "Authorization", $"Bearer {token}" } });
    }
}
