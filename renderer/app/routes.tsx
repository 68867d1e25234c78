import { createHashRouter, Navigate } from 'react-router'
import { DraftEditor } from '../features/drafts/DraftEditor.tsx'
import { NewDraft } from '../features/drafts/NewDraft.tsx'
import { Drafts } from '../features/drafts/Drafts.tsx'
import { Imports } from '../features/imports/Imports.tsx'
import { InstitutionPage } from '../features/institutions/InstitutionPage.tsx'
import { Institutions } from '../features/institutions/Institutions.tsx'
import { Membership } from '../features/membership/Membership.tsx'
import { BlockPage } from '../features/network/BlockPage.tsx'
import { Network } from '../features/network/Network.tsx'
import { RecordPage } from '../features/network/RecordPage.tsx'
import { Outbox } from '../features/outbox/Outbox.tsx'
import { Overview } from '../features/overview/Overview.tsx'
import { RatingDraft } from '../features/ratings/RatingDraft.tsx'
import { RatingStart } from '../features/ratings/RatingStart.tsx'
import { RatingWorkbench } from '../features/ratings/RatingWorkbench.tsx'
import { Broken } from './Broken.tsx'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'

/** Addresses live after the #, so that they work from a file-like scheme and from a loopback server alike. */
export const router = createHashRouter([
  {
    path: '/',
    element: <Shell />,
    errorElement: <Broken />,
    children: [
      {
        errorElement: <Broken />,
        children: [
          { index: true, element: <Navigate to="/overview" replace /> },
          { path: 'overview', element: <Overview /> },
          { path: 'institutions', element: <Institutions /> },
          { path: 'institutions/:uscc', element: <InstitutionPage /> },
          { path: 'drafts', element: <Drafts /> },
          { path: 'drafts/new/:kind', element: <NewDraft /> },
          { path: 'drafts/:id', element: <DraftEditor /> },
          { path: 'imports', element: <Imports /> },
          { path: 'ratings', element: <RatingStart /> },
          { path: 'ratings/draft/:id', element: <RatingDraft /> },
          { path: 'ratings/:uscc', element: <RatingWorkbench /> },
          { path: 'outbox', element: <Outbox /> },
          { path: 'network', element: <Network /> },
          { path: 'membership', element: <Membership /> },
          { path: 'network/blocks/:height', element: <BlockPage /> },
          { path: 'network/records/:recordId', element: <RecordPage /> },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
])
