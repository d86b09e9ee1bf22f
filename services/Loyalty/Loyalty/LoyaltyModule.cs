using System;
using System.Linq;
using ApiConventions;
using ApiConventions.OpenApi;
using ApiConventions.Resources;
using Loyalty.Contracts.Events.V1;
using Loyalty.Data;
using Loyalty.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Data;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;

namespace Loyalty;

/// <summary>Everything Loyalty offers, hears and does by itself, listed once.</summary>
internal static class LoyaltyModule
{
    public static WebApplicationBuilder AddLoyalty(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<LoyaltyDb>(migrationsOf: typeof(Conventions));
        builder.AddWriteConventions();
        builder.AddApiDocument("loyalty", "Keeps each customer's points, lots and tier, and what they were spent on.");
        builder.AddPolicies(LoyaltyPolicies.Keys);
        builder.AddMessaging(
            publishes:
            [
                typeof(PointsEarned),
                typeof(PointsExpiring),
                typeof(PointsRedeemed),
                typeof(TierChanged),
                typeof(TierEndingSoon),
                typeof(LoyaltyPolicyChanged),
            ],
            consumers: bus =>
            {
                bus.AddBatchConsumer<AnnouncePointsWhenBillIssued>();
                bus.AddBatchConsumer<EarnPointsWhenBillPaid>();
                bus.AddConsumer<TakePointsBackWhenBillReversed>();
                bus.AddConsumer<FreezePointsWhenLineSuspended>();
                bus.AddConsumer<UnfreezePointsWhenLineRestored>();
                bus.AddConsumer<UnfreezePointsWhenLineTerminated>();
                bus.AddConsumer<VoidPointsWhenAccountClosed>();
                bus.AddConsumer<ReviewMembersWhenPolicyChanged>();
                bus.AddPolicyConsumer<LoyaltyPolicyChanged>();
            }
        );
        builder.Services.AddHostedService<ReviewDueMembers>();
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<AwayIsUnavailable>());
        builder.Services.AddValidation();
        return builder;
    }

    public static WebApplication MapLoyalty(this WebApplication app)
    {
        var members = app.MapGroup(MemberView.Root).WithResourceConventions();
        GetMember.Map(members);
        ListEntries.Map(members);
        ListLots.Map(members);
        RedeemPoints.Map(members);
        ListRedemptions.Map(members);
        GetRedemption.Map(members);

        var adjustments = app.MapGroup(AdjustmentView.Root).WithResourceConventions(VersionOfAdjustment);
        ProposeAdjustment.Map(adjustments);
        ListAdjustments.Map(adjustments);
        GetAdjustment.Map(adjustments);
        ApproveAdjustment.Map(adjustments);
        RejectAdjustment.Map(adjustments);

        var program = app.MapGroup("/tmf-api/loyalty/v4").WithResourceConventions();
        ListProgramMembers.Map(program);
        GetProgramMember.Map(program);
        ListProgramProducts.Map(program);
        GetProgramProduct.Map(program);
        ListLoyaltyAccounts.Map(program);
        GetLoyaltyAccount.Map(program);
        ListLoyaltyBalances.Map(program);
        GetLoyaltyBalance.Map(program);
        ListLoyaltyEvents.Map(program);
        GetLoyaltyEvent.Map(program);

        app.MapGrpcService<TierLookupService>()
            .RequireRoles([Roles.Customer, Roles.Channel, Roles.Service, .. LoyaltyRoles.Staff]);
        app.MapGroup("/api/loyalty/v1").WithResourceConventions().MapPolicies();
        app.MapParkedEvents("loyalty");
        app.MapApiDocument();
        return app;
    }

    private static IQueryable<long> VersionOfAdjustment(IServiceProvider services, Guid id) =>
        services.GetRequiredService<LoyaltyDb>().Adjustments.Where(a => a.Id == id).Select(a => a.Version);
}
