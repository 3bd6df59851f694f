from django.urls import path

from . import views

app_name = 'blog'

urlpatterns = [
    path('', views.PostListView.as_view(), name='post_list'),
    path('signup/', views.SignUpView.as_view(), name='signup'),
    path('profile/', views.edit_profile, name='edit_profile'),
    path('people/', views.UserListView.as_view(), name='people'),
    path('people/<str:username>/', views.UserDetailView.as_view(), name='person'),
    path('people/<str:username>/deactivate/', views.deactivate, name='deactivate'),
    path('people/<str:username>/bookmark/', views.bookmark_user, name='bookmark_user'),
    path('moderators/', views.moderators, name='moderators'),
    path('write/', views.PostCreateView.as_view(), name='write'),
    path('post/<slug:slug>/', views.PostDetailView.as_view(), name='post_detail'),
    path('post/<slug:slug>/comment/', views.add_comment, name='add_comment'),
]
