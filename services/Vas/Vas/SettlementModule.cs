using System;
using System.Collections.Generic;
using System.Linq;
using ApiConventions.Resources;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Documents;
using Vas.Features.Settlement;
using Vas.Features.Settlement.Refunds;
using Vas.Features.Subscriptions;

namespace Vas;

/// <summary>Complaint rates, monthly statements and refunds (features.md V7, V8, V15).</summary>
internal static class SettlementModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } =
    [
        typeof(ComplaintRateChanged),
        typeof(SettlementAdjusted),
        typeof(SettlementIssued),
        typeof(RefundProposed),
        typeof(ChargeRefunded),
    ];

    public static void AddSettlement(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<CountComplaints>();
        builder.Services.AddSingleton<PdfPrinter>();
        builder.Services.AddHostedService<PayApprovedRefunds>();
    }

    public static void AddSettlementConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddBatchConsumer<CountComplaintWhenOpened>();
        bus.AddBatchConsumer<CountComplaintWhenClosed>();
        bus.AddBatchConsumer<CountComplaintWhenFindingRecorded>();
        bus.AddBatchConsumer<CountComplaintWhenFindingChanged>();
        bus.AddConsumer<OweRefundWhenCompensationGranted>();
        bus.AddConsumer<ForgetRefundWhenCompensationClawedBack>();
        bus.AddConsumer<OweFineWhenSanctionImposed>();
        bus.AddConsumer<ForgetFineWhenSanctionLifted>();
    }

    public static void MapSettlement(this WebApplication app)
    {
        var rates = app.MapGroup(ComplaintRateView.Root).WithResourceConventions();
        ListComplaintRates.Map(rates);
        ListServiceComplaintRates.Map(app.MapGroup(ServiceComplaintRateView.Root).WithResourceConventions());

        var runs = app.MapGroup(SettlementRunView.Root).WithResourceConventions();
        StartSettlementRun.Map(runs);
        ListSettlementRuns.Map(runs);
        GetSettlementRun.Map(runs);

        var statements = app.MapGroup(StatementView.Root).WithResourceConventions(VersionOf);
        ListStatements.Map(statements);
        GetStatement.Map(statements);
        DownloadStatement.Map(statements);
        ObjectToStatement.Map(statements);
        DecideObjection.Map(statements);
        IssueStatement.Map(statements);

        ProposeRefund.Map(app.MapGroup(ChargeView.Root).WithResourceConventions());
        var refunds = app.MapGroup(RefundView.Root).WithResourceConventions(VersionOfRefund);
        ListRefunds.Map(refunds);
        GetRefund.Map(refunds);
        BringEvidence.Map(refunds);
        ApproveRefund.Map(refunds);
        RejectRefund.Map(refunds);
    }

    private static IQueryable<long> VersionOfRefund(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<VasDb>()
            .Refunds.VisibleTo(services.GetRequiredService<Caller>())
            .Where(refund => refund.Id == id)
            .Select(refund => refund.Version);

    private static IQueryable<long> VersionOf(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<VasDb>()
            .Statements.VisibleTo(services.GetRequiredService<Caller>())
            .Where(statement => statement.Id == id)
            .Select(statement => statement.Version);
}
