from rest_framework.viewsets import ModelViewSet

from apps.catalog.models import Product, Review

from .serializers import ProductSerializer, ReviewSerializer


class ProductViewSet(ModelViewSet):
    queryset = Product.objects.all()
    serializer_class = ProductSerializer


class ReviewViewSet(ModelViewSet):
    queryset = Review.objects.select_related("author")
    serializer_class = ReviewSerializer
