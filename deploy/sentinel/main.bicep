// A table for flows in a Log Analytics workspace, which Microsoft Sentinel may use, and the data collection rule that the type
// 'sentinel' sends to. Deploy it to the resource group of the workspace:
//   az deployment group create --resource-group RG --template-file main.bicep \
//     --parameters workspaceName=WORKSPACE principalId=OBJECT-ID-OF-THE-APPLICATION
// It prints url, rule and stream, as flowlogs.destination.NAME wants them.

@description('The Log Analytics workspace.')
param workspaceName string

@description('The object id of the service principal or managed identity that sends flows.')
param principalId string

@description('The region of the workspace.')
param location string = resourceGroup().location

@description('The plan of the table. Auxiliary is the data lake: cheap to keep, slower to query, and without alerts.')
@allowed(['Analytics', 'Basic', 'Auxiliary'])
param plan string = 'Analytics'

@description('How many days flows are kept.')
param retentionInDays int = 30

// The fields of the format flat, where id is flow_id and time is TimeGenerated.
var columns = [
  { name: 'TimeGenerated', type: 'datetime' }
  { name: 'flow_id', type: 'string' }
  { name: 'record_time', type: 'datetime' }
  { name: 'decision', type: 'string' }
  { name: 'state', type: 'string' }
  { name: 'direction', type: 'string' }
  { name: 'src_ip', type: 'string' }
  { name: 'src_port', type: 'int' }
  { name: 'dst_ip', type: 'string' }
  { name: 'dst_port', type: 'int' }
  { name: 'protocol', type: 'int' }
  { name: 'protocol_name', type: 'string' }
  { name: 'encryption', type: 'string' }
  { name: 'packets_sent', type: 'long' }
  { name: 'bytes_sent', type: 'long' }
  { name: 'packets_received', type: 'long' }
  { name: 'bytes_received', type: 'long' }
  { name: 'rule', type: 'string' }
  { name: 'acl_id', type: 'string' }
  { name: 'acl_name', type: 'string' }
  { name: 'mac_address', type: 'string' }
  { name: 'flow_log_id', type: 'string' }
  { name: 'flow_log_type', type: 'string' }
  { name: 'flow_log_version', type: 'string' }
  { name: 'target_id', type: 'string' }
  { name: 'subscription_id', type: 'string' }
  { name: 'resource_group', type: 'string' }
  { name: 'virtual_network', type: 'string' }
  { name: 'region', type: 'string' }
  { name: 'source', type: 'string' }
  { name: 'extra', type: 'string' }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2022-10-01' existing = {
  name: workspaceName
}

resource table 'Microsoft.OperationalInsights/workspaces/tables@2022-10-01' = {
  parent: workspace
  name: 'VNetFlows_CL'
  properties: {
    plan: plan
    totalRetentionInDays: retentionInDays
    schema: {
      name: 'VNetFlows_CL'
      columns: columns
    }
  }
}

resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: 'vnet-flow-routes'
  location: location
  kind: 'Direct'
  properties: {
    streamDeclarations: {
      'Custom-VNetFlows_CL': {
        columns: columns
      }
    }
    destinations: {
      logAnalytics: [
        {
          name: 'workspace'
          workspaceResourceId: workspace.id
        }
      ]
    }
    dataFlows: [
      {
        streams: ['Custom-VNetFlows_CL']
        destinations: ['workspace']
        transformKql: 'source'
        outputStream: 'Custom-VNetFlows_CL'
      }
    ]
  }
  dependsOn: [table]
}

// Monitoring Metrics Publisher, which is the role for sending to a data collection rule.
var publisher = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '3913510d-42f4-4e42-8a64-420c390055eb'
)

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(rule.id, principalId, publisher)
  scope: rule
  properties: {
    roleDefinitionId: publisher
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output url string = rule.properties.endpoints.logsIngestion
output rule string = rule.properties.immutableId
output stream string = 'Custom-VNetFlows_CL'
